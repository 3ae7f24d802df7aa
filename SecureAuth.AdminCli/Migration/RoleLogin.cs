namespace SecureAuth.AdminCli.Migration;

/// <summary>The name and the password of a role in a configured connection string.</summary>
/// <param name="Setting">The key of the connection string, for messages.</param>
internal sealed record RoleLogin(string Setting, string Name, string? Password)
{
    /// <summary>The default <c>ToString</c> of a record would print the password.</summary>
    public override string ToString() => $"{Name} in {Setting}";
}
