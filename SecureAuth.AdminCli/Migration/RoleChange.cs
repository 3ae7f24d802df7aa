namespace SecureAuth.AdminCli.Migration;

internal enum RoleChange
{
    None,
    Created,

    /// <summary>The role existed, but could not log in with the password in its connection string.</summary>
    Altered,
}
