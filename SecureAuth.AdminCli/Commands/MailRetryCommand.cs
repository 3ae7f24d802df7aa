using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lets a mail be tried again that could not be delivered.</summary>
internal sealed class MailRetryCommand : ChangingCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "ID of the mail (see mail list --failed)" };

    public MailRetryCommand()
        : base(
            "retry",
            "Puts a mail that could not be delivered back into the outbox. It is sent within seconds, and tried for another day. "
                + "A link to verify an address or to reset a password is issued anew; any other link must still be valid.",
            "secureauth mail retry 01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f --reason \"mail server repaired\"") =>
        Add(_id);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var id = invocation.Parsed.GetRequiredValue(_id);
        var mail = await invocation.Get<AuthDbContext>().Outbox.TagWith("find mail")
            .Where(m => m.Id == id)
            .Select(m => new { m.UserId, Failed = m.FailedAt != null })
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new OperatorException(ExitCode.NotFound, $"There is no mail {id}");
        if (!mail.Failed)
        {
            return new Plan(new Retry(id, Changed: false), NothingToDo(id));
        }

        return new Plan(new Retry(id), $"Would try mail {id} again")
        {
            Event = AuditEvent.MailRetried,
            ApplyAsync = entry => RetryAsync(invocation, id, entry with { UserId = mail.UserId }),
        };
    }

    private static async Task<ChangeResult> RetryAsync(Invocation invocation, Guid id, AuditEntry entry)
    {
        var requests = RequestedMails.Kinds();
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        var changed = await invocation.Get<AuthDbContext>().Database.ExecuteSqlAsync(
            $"""
            -- retry mail
            UPDATE outbox SET failed_at = NULL, last_error = NULL, erase_at = NULL, attempts = 0,
                queued_at = clock_timestamp(), next_attempt_at = clock_timestamp(),
                admitted_at = CASE WHEN kind = ANY({requests}) THEN NULL ELSE admitted_at END,
                token_id = CASE WHEN kind = ANY({requests}) THEN NULL ELSE token_id END
            WHERE id = {id} AND failed_at IS NOT NULL
            """) > 0;
        if (changed)
        {
            transaction.Record(entry);
            await transaction.CommitAsync();
        }

        return new ChangeResult(new Retry(id, changed), changed ? $"Mail {id} will be tried again" : NothingToDo(id));
    }

    private static string NothingToDo(Guid id) => $"Nothing to do: mail {id} has not failed";

    private sealed record Retry(Guid Id, bool Changed = true) : Change;
}
