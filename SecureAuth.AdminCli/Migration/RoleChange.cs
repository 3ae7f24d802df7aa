namespace SecureAuth.AdminCli.Migration;

internal enum RoleChange
{
    None,
    Created,

    /// <summary>It was there, but could not log in with the password of its connection string.</summary>
    Altered,
}
