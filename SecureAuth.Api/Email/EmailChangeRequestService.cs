using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Takes a signed-in user's request for another address. Whether that belongs to somebody else is found out by the sender of the
/// mails, after the response. The token is issued here, so that a password change ends the request even while its mail waits.
/// </summary>
internal sealed class EmailChangeRequestService(
    AuthDbContext db,
    StandingCheck standing,
    ILookupNormalizer normalizer,
    OneTimeTokens tokens,
    MailedCodes codes,
    RestoreTokens restoreTokens,
    Outbox outbox,
    AuditLog audit)
{
    /// <summary>Each request sends a mail to an address that may be that of a stranger.</summary>
    private const int MaxRequests = 5;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<EmailChangeOutcome> RequestAsync(
        SignedInSession session,
        string newEmail,
        RequestedProof proof,
        Actor actor,
        CancellationToken disconnected)
    {
        var entry = new AuditEntry(AuditEvent.EmailChangeRequested, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        };
        var key = await tokens.KeyAsync(disconnected);
        EmailChangeOutcome outcome;
        await using (var transaction = await audit.BeginAsync())
        {
            outcome = await standing.LockAsync(session) switch
            {
                SessionStanding.Ended => new EmailChangeOutcome.SessionEnded(),
                SessionStanding.SecondFactorMissing => new EmailChangeOutcome.SecondFactorRequired(),
                _ => await AddAsync(transaction, key, session, newEmail, proof, actor),
            };
            if (outcome is EmailChangeOutcome.Requested)
            {
                transaction.Record(entry);
                await transaction.CommitAsync();
            }
        }

        AuditReason? reason = outcome switch
        {
            EmailChangeOutcome.RecentlyRestored => AuditReason.RecentlyRestored,
            EmailChangeOutcome.TooMany => AuditReason.TooManyRequests,
            _ => null,
        };
        if (reason is not null)
        {
            await audit.WriteAsync(entry with
            {
                Event = AuditEvent.EmailChangeRefused,
                Outcome = AuditOutcome.Refused,
                Reason = reason,
            });
        }

        return outcome;
    }

    private async Task<EmailChangeOutcome> AddAsync(
        AuditedTransaction transaction,
        OneTimeTokenKey key,
        SignedInSession session,
        string newEmail,
        RequestedProof proof,
        Actor actor)
    {
        var account = await db.Users.TagWith("find user").Where(u => u.Id == session.UserId)
            .Select(u => new Account(u.Id, u.Email!, u.NormalizedEmail!, u.SecurityStamp!)).SingleAsync();
        if (normalizer.NormalizeEmail(newEmail) == account.NormalizedEmail)
        {
            return new EmailChangeOutcome.Unchanged();
        }

        if (await restoreTokens.WereUsedAsync(account.Id))
        {
            return new EmailChangeOutcome.RecentlyRestored();
        }

        if (await FindRetryAfterAsync(account.Id) is { } retryAfter)
        {
            return new EmailChangeOutcome.TooMany(retryAfter);
        }

        Guid? codeId = null;
        if (proof.Code is { } code)
        {
            await codes.AddAsync(code);
            codeId = await codes.HadTooManyAsync(account.Id) ? null : code.Id;
        }

        var token = await tokens.IssueAsync(
            key, OneTimeTokenPurpose.ChangeEmail, account.Id, account.NormalizedEmail, account.SecurityStamp, newEmail,
            session.SessionId, codeId);
        var details = MailDetails.Of(actor);
        await outbox.AddAsync(
            transaction,
            NewMail.About(MailKind.VerifyNewEmail, account.Id, newEmail, proof.AddTo(details)!, token!.Id));
        await outbox.AddAsync(
            transaction, NewMail.About(MailKind.EmailChangeRequested, account.Id, account.Email, details));
        return new EmailChangeOutcome.Requested();
    }

    /// <returns>How long the user has to wait until a further request is accepted, or null.</returns>
    private async Task<TimeSpan?> FindRetryAfterAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<TimeSpan>(
            $"""
            -- check e-mail requests
            SELECT created_at + {Window} - clock_timestamp() AS "Value" FROM one_time_tokens
            WHERE user_id = {userId} AND purpose = {(int)OneTimeTokenPurpose.ChangeEmail}
                AND created_at > clock_timestamp() - {Window}
            ORDER BY created_at DESC LIMIT 1 OFFSET {MaxRequests - 1}
            """).ToListAsync();
        return rows is [var retryAfter] ? retryAfter : null;
    }

    private sealed record Account(Guid Id, string Email, string NormalizedEmail, string SecurityStamp) : Confidential;
}
