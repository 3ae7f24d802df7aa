namespace SecureAuth.AdminCli.Errors;

/// <summary>What scripts may rely on.</summary>
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
