namespace SecureAuth.AdminCli.Errors;

/// <summary>The exit codes of every command. Scripts rely on them.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    WrongUsage = 2,

    /// <summary>No such user, session or key.</summary>
    NotFound = 3,

    NotConfirmed = 4,
    StoreUnreachable = 5,
}
