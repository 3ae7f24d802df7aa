namespace SecureAuth.AdminCli.Migration;

internal enum RoleChange
{
    None,
    Created,

    /// <summary>It was there, but could not log in with the password of the API's connection string.</summary>
    Altered,
}
