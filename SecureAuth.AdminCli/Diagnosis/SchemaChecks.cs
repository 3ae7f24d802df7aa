using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Data;
using SecureAuth.Core.Retention;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The tables, and whether expired rows leave them.</summary>
internal static class SchemaChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("migrations", CheckedStore.Postgres, CheckMigrationsAsync),
        new("purge", CheckedStore.Postgres, CheckPurgeAsync),
    ];

    private static async Task<Verdict> CheckMigrationsAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var database = invocation.Get<AuthDbContext>().Database;
        var known = database.GetMigrations().ToList();
        var applied = (await database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (known.Except(applied).ToList() is [var next, ..] pending)
        {
            return Verdict.Wrong($"{pending.Count} pending, starting with {next}", "run secureauth migrate");
        }

        // The API of the version before works on a newer schema, so this may be an upgrade that is under way.
        return applied.Except(known).ToList() is [.., var newest] unknown
            ? Verdict.Warning(
                $"the database has {unknown.Count} that this version does not know, up to {newest}",
                "use the secureauth of the version that has applied them")
            : Verdict.Ok("none pending");
    }

    private static async Task<Verdict> CheckPurgeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var overdue = await invocation.Get<OverdueRows>().FindAsync(cancellationToken);
        return overdue.Count == 0
            ? Verdict.Ok("no expired rows have been left over")
            : Verdict.Warning(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"rows of {string.Join(", ", overdue)} are {OverdueRows.Tolerance.Hours} hours or more beyond retention"),
                "start an instance of the API, or see its log for purges that fail; give the retentions that the API has to this "
                    + "command too");
    }
}
