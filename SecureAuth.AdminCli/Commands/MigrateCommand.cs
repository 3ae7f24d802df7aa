using System.CommandLine;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Migration;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Telemetry;
using Spectre.Console;
using RoleChange = SecureAuth.AdminCli.Migration.RoleChange;

namespace SecureAuth.AdminCli.Commands;

/// <summary>
/// Brings the schema up to date, grants the roles of the API and of the operators their privileges, and creates the keys of a
/// new installation.
/// </summary>
internal sealed class MigrateCommand : OperatorCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would be done without changing anything",
    };

    public MigrateCommand()
        : base(
            "migrate",
            "Applies pending database migrations, grants the roles of the API and of the operators their privileges, and creates "
                + "the keys of a new installation; safe to run again, even concurrently",
            "secureauth migrate --dry-run") =>
        Add(_dryRun);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dryRun = invocation.Parsed.GetValue(_dryRun);
        var settings = MigrationSettings.From(invocation.Configuration);

        // Checked first: without a master key, no keys can be created, and the command must fail before it changes anything.
        CliServices.RequireMasterKey(invocation);
        var seed = await SeedAccounts.ReadAsync(invocation, cancellationToken);
        var report = await new BusyTables(TimeProvider.System, invocation.Terminal).RetryAsync(
            () => CatalogConflict.RetryAsync(() => RunOnceAsync(dryRun, settings, seed, invocation, cancellationToken)),
            cancellationToken);
        if (seed is not null && !dryRun)
        {
            report = report with { Users = await seed.CreateMissingAsync(cancellationToken) };
        }

        invocation.Terminal.Result(report, Describe);
        return ExitCode.Done;
    }

    private static async Task<Report> RunOnceAsync(
        bool dryRun, MigrationSettings settings, SeedAccounts? seed, Invocation invocation, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        await using var connector = new MigrationConnector(TimeProvider.System, terminal);
        await using var connection = await connector.OpenAsync(settings.Owner, mayCreate: !dryRun, cancellationToken);
        var roles = await DatabaseRoles.FindAsync(connection, settings, terminal, cancellationToken);
        if (dryRun)
        {
            return await PlanAsync(connection, roles, seed, cancellationToken);
        }

        await using var services = CliServices.BuildOn(connection, invocation);
        var report = await MigrateAsync(connection, roles, services, cancellationToken);
        foreach (var role in roles)
        {
            await role.WarnAboutExcessPrivilegesAsync(cancellationToken);
        }

        return report;
    }

    private static async Task<Report> PlanAsync(
        NpgsqlConnection connection,
        IReadOnlyList<DatabaseRole> roles,
        SeedAccounts? seed,
        CancellationToken cancellationToken)
    {
        await using var db = CreateContext(connection);
        var planned = new List<RoleReport>();
        foreach (var role in roles)
        {
            planned.Add(new RoleReport(role, await role.EnsureAsync(dryRun: true, cancellationToken)));
        }

        return new Report(
            true, [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)], planned,
            await InitialKeys.MissingAsync(db, cancellationToken))
        {
            Users = seed is null ? null : await seed.MissingAsync(db, cancellationToken),
        };
    }

    /// <summary>Changes the roles, schema, privileges and keys and writes the audit row in a single transaction.</summary>
    private static async Task<Report> MigrateAsync(
        NpgsqlConnection connection,
        IReadOnlyList<DatabaseRole> roles,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        await using var db = CreateContext(connection);
        await using var transaction = await new AuditLog(
            db, services.GetRequiredService<AuthMeter>(), services.GetRequiredService<ILogger<AuditLog>>()).BeginAsync();
        await MigrationLock.TakeAsync(connection, cancellationToken);
        await BusyTables.LimitWaitAsync(connection, cancellationToken);
        var changed = false;
        var reports = new List<RoleReport>();
        foreach (var role in roles)
        {
            var change = await role.EnsureAsync(dryRun: false, cancellationToken);
            changed |= change != RoleChange.None;
            reports.Add(new RoleReport(role, change));
        }

        // Querying a history table that does not exist would be an error, which aborts the transaction.
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

        var keys = await services.GetRequiredService<InitialKeys>().CreateMissingAsync(db, cancellationToken);
        changed |= keys.Count > 0;
        if (changed)
        {
            transaction.Record(new AuditEntry(AuditEvent.Migrated, AuditOutcome.Success, OperatorActor.Current()));
            await transaction.CommitAsync();
        }

        return new Report(false, pending, reports, keys);
    }

    /// <summary>
    /// EF Core warns about migrations in a transaction of the caller because of retrying execution strategies, and because of
    /// statements that PostgreSQL does not allow inside a transaction. Neither is used here. An index on a large table takes
    /// longer than any timeout for requests.
    /// </summary>
    private static AuthDbContext CreateContext(NpgsqlConnection connection) => new(
        new DbContextOptionsBuilder<AuthDbContext>()
            .UseNpgsql(connection, postgres => postgres.CommandTimeout(0))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .Options);

    private static Rows Describe(Report report)
    {
        string[] migrations = report.Migrations.Count == 0
            ? ["No pending migrations"]
            : [.. report.Migrations.Select(m => report.DryRun ? $"Would apply {m}" : $"Applied {m}")];
        var keys = report.Keys.Select(name => report.DryRun ? $"Would create the key {name}" : $"Created the key {name}");
        var users = (report.Users ?? []).Select(
            email => report.DryRun ? $"Would create the account {email}" : $"Created the account {email}");
        string[] lines = [.. migrations, .. report.Roles.SelectMany(role => Describe(role, report.DryRun)), .. keys, .. users];
        return new Rows(lines.Select(line => new Text(TerminalText.Escape(line))));
    }

    private static IEnumerable<string> Describe(RoleReport role, bool dryRun)
    {
        yield return (role.Change, dryRun) switch
        {
            (RoleChange.None, _) => $"The role {role.Name} exists and can log in",
            (RoleChange.Created, true) => $"Would create the role {role.Name}",
            (RoleChange.Created, false) => $"Created the role {role.Name}",
            (_, true) => $"Would set the password of the role {role.Name}",
            (_, false) => $"Set the password of the role {role.Name}",
        };
        if (!dryRun)
        {
            yield return $"The role {role.Name} has exactly the privileges of {role.For}";
            yield break;
        }

        foreach (var grant in role.Grants)
        {
            yield return $"Would run {grant}";
        }
    }

    private sealed record Report(
        bool DryRun, IReadOnlyList<string> Migrations, IReadOnlyList<RoleReport> Roles, IReadOnlyList<string> Keys)
    {
        /// <summary>The accounts of the section <c>Seed</c> that were created. Null if it does not exist.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Users { get; init; }
    }

    /// <param name="For">Who connects as this role.</param>
    private sealed record RoleReport(string Name, string For, RoleChange Change, IReadOnlyList<string> Grants)
    {
        public RoleReport(DatabaseRole role, RoleChange change)
            : this(role.Name, role.UsedBy, change, role.Grants)
        {
        }
    }
}
