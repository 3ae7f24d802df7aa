using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Migration;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>
/// Brings the schema up to date, gives the roles of the API and of the operators their rights, and makes the keys of a new
/// installation.
/// </summary>
internal sealed class MigrateCommand : OperatorCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, change nothing" };

    public MigrateCommand()
        : base(
            "migrate",
            "Applies pending database migrations, gives the roles of the API and of the operators their rights, and makes the "
                + "keys of a new installation; safe to run twice and side by side",
            "secureauth migrate --dry-run") =>
        Add(_dryRun);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dryRun = invocation.Parsed.GetValue(_dryRun);
        var settings = MigrationSettings.From(invocation.Configuration);

        // Asked for first: without a master key there will be no keys, and nothing must have been changed by then.
        CliServices.RequireMasterKey(invocation.Configuration, invocation.Terminal);
        var report = await ServerContention.RetryAsync(() => RunOnceAsync(dryRun, settings, invocation, cancellationToken));
        invocation.Terminal.Result(report, Describe);
        return ExitCode.Done;
    }

    private static async Task<Report> RunOnceAsync(
        bool dryRun, MigrationSettings settings, Invocation invocation, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        var start = new PostgresStart(TimeProvider.System, terminal);
        await using var connection = await start.OpenAsync(settings.Owner, mayCreate: !dryRun, cancellationToken);
        var roles = await DatabaseRoles.OfAsync(connection, settings, terminal, cancellationToken);
        if (dryRun)
        {
            return await PlanAsync(connection, roles, cancellationToken);
        }

        await MigrationLock.TakeAsync(connection, cancellationToken);
        await using var services = CliServices.BuildOn(connection, invocation.Configuration, terminal);
        var report = await MigrateAsync(connection, roles, services.GetRequiredService<InitialKeys>(), cancellationToken);
        foreach (var role in roles)
        {
            await role.WarnIfTooStrongAsync(cancellationToken);
        }

        return report;
    }

    private static async Task<Report> PlanAsync(
        NpgsqlConnection connection, IReadOnlyList<DatabaseRole> roles, CancellationToken cancellationToken)
    {
        await using var db = Context(connection);
        var planned = new List<RoleReport>();
        foreach (var role in roles)
        {
            planned.Add(new RoleReport(role, await role.EnsureAsync(dryRun: true, cancellationToken)));
        }

        return new Report(
            true, [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)], planned,
            await InitialKeys.MissingAsync(db, cancellationToken));
    }

    /// <summary>Roles, migrations, rights, keys and the audit row: all of it or nothing.</summary>
    private static async Task<Report> MigrateAsync(
        NpgsqlConnection connection,
        IReadOnlyList<DatabaseRole> roles,
        InitialKeys firstKeys,
        CancellationToken cancellationToken)
    {
        await using var db = Context(connection);
        await using var transaction = await new AuditLog(db, NullLogger<AuditLog>.Instance).BeginAsync();
        var changed = false;
        var reports = new List<RoleReport>();
        foreach (var role in roles)
        {
            var change = await role.EnsureAsync(dryRun: false, cancellationToken);
            changed |= change != RoleChange.None;
            reports.Add(new RoleReport(role, change));
        }

        // To look for migrations in a table that is not there would be an error, and end the transaction.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        string[] pending = [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
        if (pending.Length > 0)
        {
            await db.Database.MigrateAsync(cancellationToken);
            changed = true;
        }

        foreach (var role in roles)
        {
            changed |= await role.GrantAsync(cancellationToken);
        }

        var keys = await firstKeys.CreateMissingAsync(db, cancellationToken);
        changed |= keys.Count > 0;
        if (changed)
        {
            transaction.Record(new AuditEntry(AuditEvent.Migrated, AuditOutcome.Success, OperatorActor.Current()));
            await transaction.CommitAsync();
        }

        return new Report(false, pending, reports, keys);
    }

    /// <summary>
    /// Entity Framework would rather have a transaction of its own for each migration; what it warns of, strategies that
    /// retry and statements that Postgres takes outside a transaction only, is not used here.
    /// </summary>
    private static AuthDbContext Context(NpgsqlConnection connection) => new(
        new DbContextOptionsBuilder<AuthDbContext>()
            .UseNpgsql(connection)
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .Options);

    private static Rows Describe(Report report)
    {
        string[] migrations = report.Migrations.Count == 0
            ? ["No pending migrations"]
            : [.. report.Migrations.Select(m => report.DryRun ? $"Would apply {m}" : $"Applied {m}")];
        var keys = report.Keys.Select(name => report.DryRun ? $"Would make the key {name}" : $"Made the key {name}");
        string[] lines = [.. migrations, .. report.Roles.SelectMany(role => Describe(role, report.DryRun)), .. keys];
        return new Rows(lines.Select(line => new Text(SafeText.Of(line))));
    }

    private static IEnumerable<string> Describe(RoleReport role, bool dryRun)
    {
        yield return (role.Change, dryRun) switch
        {
            (RoleChange.None, _) => $"The role {role.Name} can log in",
            (RoleChange.Created, true) => $"Would create the role {role.Name}",
            (RoleChange.Created, false) => $"Created the role {role.Name}",
            (_, true) => $"Would set the password of the role {role.Name}",
            (_, false) => $"Set the password of the role {role.Name}",
        };
        if (!dryRun)
        {
            yield return $"The role {role.Name} has the rights of {role.For}, and no others";
            yield break;
        }

        foreach (var grant in role.Grants)
        {
            yield return $"Would run {grant}";
        }
    }

    private sealed record Report(
        bool DryRun, IReadOnlyList<string> Migrations, IReadOnlyList<RoleReport> Roles, IReadOnlyList<string> Keys);

    /// <param name="For">Who connects as it.</param>
    private sealed record RoleReport(string Name, string For, RoleChange Change, IReadOnlyList<string> Grants)
    {
        public RoleReport(DatabaseRole role, RoleChange change)
            : this(role.Name, role.Whose, change, role.Grants)
        {
        }
    }
}
