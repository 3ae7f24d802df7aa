using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>The times between which an operator wants to see events.</summary>
internal static class AuditPeriod
{
    /// <summary>Ages count from PostgreSQL's clock, which has written the times of the events.</summary>
    /// <exception cref="OperatorException">The period ends before it begins.</exception>
    public static async Task<(DateTimeOffset? Since, DateTimeOffset? Until)> ReadAsync(
        Invocation invocation, PointInTime? since, PointInTime? until, CancellationToken cancellationToken)
    {
        if (since is null && until is null)
        {
            return (null, null);
        }

        var clock = await invocation.Get<AuthDbContext>().Database.SqlQuery<DateTimeOffset>(
            $"""
            -- read clock
            SELECT clock_timestamp() AS "Value"
            """).ToListAsync(cancellationToken);
        var (from, to) = (since?.At(clock[0]), until?.At(clock[0]));
        return from < to || from is null || to is null
            ? (from, to)
            : throw new OperatorException(ExitCode.WrongUsage, "--since must be before --until");
    }
}
