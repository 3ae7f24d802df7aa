namespace SecureAuth.AdminCli.Migration;

/// <summary>How a role is named in the configuration.</summary>
/// <param name="Setting">The key of the connection string, for what is said of it.</param>
internal sealed record RoleLogin(string Setting, string Name, string? Password)
{
    /// <summary>A record would print its password.</summary>
    public override string ToString() => $"{Name} of {Setting}";
}
