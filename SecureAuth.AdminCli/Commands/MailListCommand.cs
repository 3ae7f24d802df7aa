using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.Commands;

/// <summary>
/// Lists the mails of the outbox a page at a time, newest first. IDs are version 7, so this is the order of the IDs.
/// </summary>
internal sealed class MailListCommand : OperatorCommand
{
    private static readonly Guid Newest = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private readonly Option<bool> _failed = new("--failed") { Description = "List only mails that could not be delivered" };

    private readonly Option<int> _limit = LimitOption.Create("mails");

    private readonly Option<Guid?> _before = IdOption.Create("--before", "List only mails before this ID", "id");

    public MailListCommand()
        : base(
            "list",
            "Lists the mails of the outbox, newest first: those that wait, those that could not be delivered, and those that "
                + "were sent and have not been purged",
            "secureauth mail list --failed")
    {
        Add(_failed);
        Add(_limit);
        Add(_before);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var limit = invocation.Parsed.GetValue(_limit);
        var before = invocation.Parsed.GetValue(_before) ?? Newest;
        var mails = invocation.Get<AuthDbContext>().Outbox.TagWith("list mails").Where(m => m.Id < before);
        if (invocation.Parsed.GetValue(_failed))
        {
            mails = mails.Where(m => m.FailedAt != null);
        }

        var found = await mails.OrderByDescending(m => m.Id).Take(limit + 1)
            .Select(m => new ListedMail(
                m.Id,
                m.Kind,
                m.SentAt != null ? MailStatus.Sent : m.FailedAt != null ? MailStatus.Failed : MailStatus.Waiting,
                m.Recipient,
                m.UserId,
                m.CreatedAt,
                m.Attempts,
                m.LastError,
                m.SentAt == null && m.FailedAt == null ? m.NextAttemptAt : null,
                m.SentAt,
                m.FailedAt))
            .ToListAsync(cancellationToken);
        var page = new Page(found[..Math.Min(found.Count, limit)], found.Count > limit ? found[limit - 1].Id : null);

        invocation.Terminal.Result(page, Describe);
        if (page.NextBefore is { } next)
        {
            invocation.Terminal.Say($"There are more mails; continue with --before {next}");
        }

        return ExitCode.Done;
    }

    private static TextTable Describe(Page page)
    {
        var table = TextTable.WithHeader(
            ["ID", "Status"], "Recipient", "Kind", "Last error", "Attempts", "Created", "Next attempt")
            .Highlight(Styles.Wrong, "Status", "failed");
        foreach (var mail in page.Mails)
        {
            table.Row(
                mail.Id.ToString(),
                WireName.Of(mail.Status),
                mail.Recipient,
                WireName.Of(mail.Kind),
                mail.LastError,
                $"{mail.Attempts}",
                TextTable.Time(mail.CreatedAt),
                TextTable.Time(mail.NextAttemptAt));
        }

        return table;
    }

    private enum MailStatus
    {
        Waiting,
        Sent,
        Failed,
    }

    private sealed record ListedMail(
        Guid Id,
        MailKind Kind,
        MailStatus Status,
        string? Recipient,
        Guid? UserId,
        DateTimeOffset CreatedAt,
        int Attempts,
        string? LastError,
        DateTimeOffset? NextAttemptAt,
        DateTimeOffset? SentAt,
        DateTimeOffset? FailedAt);

    private sealed record Page(IReadOnlyList<ListedMail> Mails, Guid? NextBefore);
}
