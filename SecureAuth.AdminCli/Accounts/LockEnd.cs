using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>The end of a lock for a table.</summary>
internal static class LockEnd
{
    /// <summary>Postgres's <c>infinity</c> is the end of a lock that time does not end.</summary>
    public static string? Describe(DateTimeOffset? lockedUntil) =>
        lockedUntil == DateTimeOffset.MaxValue ? "a reset" : TextTable.Time(lockedUntil);
}
