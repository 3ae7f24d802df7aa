using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.AuditTrail;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Writes the audit log for another system, in bounded memory however long the log is.</summary>
internal sealed class AuditExportCommand : OperatorCommand
{
    /// <summary>
    /// One statement for all rows would keep a snapshot for minutes, and with it every dead row of the whole database.
    /// </summary>
    private const int PageSize = 20_000;

    private readonly Option<PointInTime?> _since = TimeOption.Create("--since", "Export only events from this time on");

    private readonly Option<PointInTime?> _until = TimeOption.Create("--until", "Export only events before this time");

    public AuditExportCommand()
        : base(
            "export",
            "Writes security events to standard output as JSON Lines, oldest first, whatever --output says. The last events may "
                + "still be missing one whose transaction is not committed: with an --until of some minutes ago, the next export "
                + "can continue from there without a gap",
            "secureauth audit export --since 2026-01-01T00:00:00Z --until 10m > audit.jsonl")
    {
        Add(_since);
        Add(_until);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var (since, until) = await AuditPeriod.ReadAsync(
            invocation, invocation.Parsed.GetValue(_since), invocation.Parsed.GetValue(_until), cancellationToken);
        var filter = new AuditFilter { Since = since, Until = until };
        using var lines = new JsonLines(invocation.Terminal);

        // The first page may have to skip most of a long log.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        var last = 0L;
        for (var count = PageSize; count == PageSize;)
        {
            count = 0;
            var after = last;
            var page = filter.Of(StoredEvent.In(db).Where(row => row.Id > after)).TagWith("export audit events")
                .OrderBy(row => row.Id).Take(PageSize);
            await foreach (var row in page.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                lines.Add(RecordedEvent.From(row));
                last = row.Id;
                count++;
            }
        }

        lines.Flush();
        return ExitCode.Done;
    }
}
