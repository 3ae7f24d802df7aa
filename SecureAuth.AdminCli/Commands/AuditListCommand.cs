using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.AuditTrail;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lists security events a page at a time, newest first, or shows them as they are committed.</summary>
internal sealed class AuditListCommand : WatchableCommand
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _user = new("--user")
    {
        Description = "List only events of this user (e-mail address, or ID, also of a deleted user)",
        HelpName = "user",
    };

    private readonly Option<AuditEvent[]> _event = EventOption.Create();

    private readonly Option<PointInTime?> _since = TimeOption.Create("--since", "List only events from this time on");

    private readonly Option<PointInTime?> _until = TimeOption.Create("--until", "List only events before this time");

    private readonly Option<int> _limit = LimitOption.Create("events");

    private readonly Option<long?> _before = new("--before")
    {
        Description = "List only events before the one with this ID",
        HelpName = "id",
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return id;
            }

            result.AddError("--before must be the ID of an event, which is a number.");
            return null;
        },
    };

    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "Show the last events, oldest first, and then each new one within a second, until Ctrl+C; with "
            + "--output json as one object a line",
    };

    public AuditListCommand()
        : base(
            "list",
            "Lists security events, newest first. Times are those of PostgreSQL's clock.",
            "secureauth audit list --event sign_in_refused --event account_locked --since 24h")
    {
        Add(_user);
        Add(_event);
        Add(_since);
        Add(_until);
        Add(_limit);
        Add(_before);
        Add(_follow);
        Validators.Add(result =>
        {
            if (result.GetValue(_follow) && (result.GetResult(_until) ?? result.GetResult(_before)) is not null)
            {
                result.AddError("--follow shows new events, so it excludes --until and --before.");
            }
        });
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (!invocation.Parsed.GetValue(_follow))
        {
            return await base.RunAsync(invocation, cancellationToken);
        }

        if (IsWatched(invocation))
        {
            throw new OperatorException(ExitCode.WrongUsage, "--follow and --watch exclude each other");
        }

        var db = invocation.Get<AuthDbContext>();
        var filter = await CreateFilterAsync(invocation, cancellationToken);
        var follower = new AuditFollower(db, filter, invocation.Parsed.GetValue(_limit));
        var output = new EventStream(invocation.Terminal);
        return await Repetition.RunAsync(
            invocation,
            PollInterval,
            async () =>
            {
                do
                {
                    output.Write(await follower.ReadAsync(cancellationToken));
                }
                while (follower.HasMore);
            },
            cancellationToken);
    }

    protected override async Task<View> ReadAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var limit = invocation.Parsed.GetValue(_limit);
        var rows = (await CreateFilterAsync(invocation, cancellationToken)).Of(StoredEvent.In(db));
        rows = invocation.Parsed.GetValue(_before) is { } before ? rows.Where(row => row.Id < before) : rows;

        // A rare event may be far back in a long log. The operator can interrupt the search.
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        var found = await rows.TagWith("list audit events").OrderByDescending(row => row.Id).Take(limit + 1)
            .ToListAsync(cancellationToken);
        var page = new Page(
            [.. found.Take(limit).Select(RecordedEvent.From)], found.Count > limit ? found[limit - 1].Id : null);
        return new View(page, () => RecordedEvent.Describe(page.Events))
        {
            Note = page.NextBefore is { } next ? $"There are more events; continue with --before {next}" : null,
        };
    }

    private async Task<AuditFilter> CreateFilterAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (since, until) = await AuditPeriod.ReadAsync(
            invocation, invocation.Parsed.GetValue(_since), invocation.Parsed.GetValue(_until), cancellationToken);
        return new AuditFilter
        {
            UserId = invocation.Parsed.GetValue(_user) is { } user
                ? await FindUserAsync(invocation, user, cancellationToken)
                : null,
            Events = invocation.Parsed.GetValue(_event) ?? [],
            Since = since,
            Until = until,
        };
    }

    /// <summary>The events of a deleted user are kept under the ID, which the operator has to know.</summary>
    private static async Task<Guid> FindUserAsync(Invocation invocation, string user, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        if (Guid.TryParse(user, out var id)
            && await StoredEvent.In(db).TagWith("check audited user").AnyAsync(row => row.UserId == id, cancellationToken))
        {
            return id;
        }

        return (await invocation.Get<UserLookup>().FindAsync(user, cancellationToken)).Id;
    }

    private sealed record Page(IReadOnlyList<RecordedEvent> Events, long? NextBefore);
}
