using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Migration;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;
using Spectre.Console;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Brings the schema up to date and gives the API's role its rights.</summary>
internal sealed class MigrateCommand : OperatorCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, change nothing" };

    public MigrateCommand()
        : base(
            "migrate",
            "Applies pending database migrations and gives the API's role its rights; safe to run twice and side by side",
            "secureauth migrate --dry-run") =>
        Add(_dryRun);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dryRun = invocation.Parsed.GetValue(_dryRun);
        var settings = MigrationSettings.From(invocation.Configuration);
        var start = new PostgresStart(TimeProvider.System, invocation.Terminal);
        await using var connection = await start.OpenAsync(settings.Owner, mayCreate: !dryRun, cancellationToken);

        var report = dryRun
            ? await PlanAsync(connection, settings, invocation, cancellationToken)
            : await MigrateAsync(connection, settings, invocation, cancellationToken);
        invocation.Terminal.Result(report, Describe);
        return ExitCode.Done;
    }

    private static async Task<Report> PlanAsync(
        NpgsqlConnection connection, MigrationSettings settings, Invocation invocation, CancellationToken cancellationToken)
    {
        await using var db = Context(connection);
        var role = await RoleAsync(connection, settings, invocation, cancellationToken);
        var change = role is null ? RoleChange.None : await role.EnsureAsync(dryRun: true, cancellationToken);
        return new Report(
            true, [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)], role?.Name, change, role?.Grants ?? []);
    }

    private static async Task<Report> MigrateAsync(
        NpgsqlConnection connection, MigrationSettings settings, Invocation invocation, CancellationToken cancellationToken)
    {
        await MigrationLock.TakeAsync(connection, cancellationToken);
        await using var db = Context(connection);
        var role = await RoleAsync(connection, settings, invocation, cancellationToken);

        // First what may be refused: a role that cannot be made stops the run before it has changed anything.
        var change = role is null ? RoleChange.None : await role.EnsureAsync(dryRun: false, cancellationToken);
        string[] pending = [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
        if (pending.Length > 0)
        {
            await db.Database.MigrateAsync(cancellationToken);
        }

        if (role is not null)
        {
            await role.GrantAsync(cancellationToken);
        }

        return new Report(false, pending, role?.Name, change, role?.Grants ?? []);
    }

    /// <summary>Null if the API connects as the schema's owner, or if its connection string is not known here.</summary>
    private static async Task<ApiRole?> RoleAsync(
        NpgsqlConnection connection, MigrationSettings settings, Invocation invocation, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT current_user", connection);
        var owner = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (settings.Api?.Username is not { Length: > 0 } name)
        {
            invocation.Terminal.Say("No role is given rights: ConnectionStrings__secureauth names none");
            return null;
        }

        if (name == owner)
        {
            invocation.Terminal.Warn(
                $"The API connects as {owner}, the role that migrates: give ConnectionStrings__migrations a role of its own");
            return null;
        }

        return new ApiRole(connection, name, settings.Api.Password, invocation.Terminal);
    }

    private static AuthDbContext Context(NpgsqlConnection connection) =>
        new(new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql(connection).Options);

    private static Rows Describe(Report report)
    {
        string[] migrations = report.Migrations.Count == 0
            ? ["No pending migrations"]
            : [.. report.Migrations.Select(m => report.DryRun ? $"Would apply {m}" : $"Applied {m}")];
        string[] role = (report.ApiRole, report.RoleChange, report.DryRun) switch
        {
            (null, _, _) => [],
            (_, RoleChange.None, _) => [$"The role {report.ApiRole} can log in"],
            (_, RoleChange.Created, true) => [$"Would create the role {report.ApiRole}"],
            (_, RoleChange.Created, false) => [$"Created the role {report.ApiRole}"],
            (_, _, true) => [$"Would set the password of the role {report.ApiRole}"],
            (_, _, false) => [$"Set the password of the role {report.ApiRole}"],
        };
        string[] grants = report.DryRun
            ? [.. report.Grants.Select(g => $"Would run {g}")]
            : report.ApiRole is null ? [] : [$"The role {report.ApiRole} was given the rights that the API needs, and no others"];
        string[] lines = [.. migrations, .. role, .. grants];
        return new Rows(lines.Select(line => new Text(SafeText.Of(line))));
    }

    private sealed record Report(
        bool DryRun, IReadOnlyList<string> Migrations, string? ApiRole, RoleChange RoleChange, IReadOnlyList<string> Grants);
}
