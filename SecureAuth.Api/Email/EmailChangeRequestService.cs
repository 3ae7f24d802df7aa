using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Takes a signed-in user's request for another address. Whether that belongs to somebody else is found out by the sender of the
/// mails, after the response. The token is issued here, so that a password change ends the request even while its mail waits.
/// </summary>
internal sealed class EmailChangeRequestService(
    AuthDbContext db,
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
        bool isMultiFactor,
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
            var account = await LockAsync(session);
            outcome = await CheckAsync(account, isMultiFactor, newEmail);
            if (outcome is EmailChangeOutcome.Requested)
            {
                await AddAsync(transaction, key, account!, session, newEmail, proof, actor);
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

    private async Task<EmailChangeOutcome> CheckAsync(Account? account, bool isMultiFactor, string newEmail) => account switch
    {
        // A password change in the meantime may have ended the session because it was stolen.
        null or { IsLive: false } => new EmailChangeOutcome.SessionEnded(),
        { TotpEnabled: true } when !isMultiFactor => new EmailChangeOutcome.SecondFactorRequired(),
        _ when normalizer.NormalizeEmail(newEmail) == account.NormalizedEmail => new EmailChangeOutcome.Unchanged(),
        _ when await restoreTokens.WereUsedAsync(account.Id) => new EmailChangeOutcome.RecentlyRestored(),
        _ when await WaitAsync(account.Id) is { } wait => new EmailChangeOutcome.TooMany(wait),
        _ => new EmailChangeOutcome.Requested(),
    };

    private async Task AddAsync(
        AuditedTransaction transaction,
        OneTimeTokenKey key,
        Account account,
        SignedInSession session,
        string newEmail,
        RequestedProof proof,
        Actor actor)
    {
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
    }

    private async Task<Account?> LockAsync(SignedInSession session)
    {
        await db.LockUserAsync(session.UserId);
        var rows = await db.Database.SqlQuery<Account>(SqlFragment.Inline(
            $"""
            -- find account of session
            SELECT u.id, u.email, u.normalized_email, u.security_stamp, u.totp_enabled, u.is_active AND EXISTS (
                SELECT FROM sessions s WHERE s.id = {session.SessionId} AND s.user_id = u.id AND {LiveSessions.Live}) AS is_live
            FROM users u WHERE u.id = {session.UserId}
            """)).ToListAsync();
        return rows is [var account] ? account : null;
    }

    /// <returns>How long the user has to wait until a further request is accepted, or null.</returns>
    private async Task<TimeSpan?> WaitAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<TimeSpan>(
            $"""
            -- check e-mail requests
            SELECT created_at + {Window} - clock_timestamp() AS "Value" FROM one_time_tokens
            WHERE user_id = {userId} AND purpose = {(int)OneTimeTokenPurpose.ChangeEmail}
                AND created_at > clock_timestamp() - {Window}
            ORDER BY created_at DESC LIMIT 1 OFFSET {MaxRequests - 1}
            """).ToListAsync();
        return rows is [var wait] ? wait : null;
    }

    private sealed record Account(
        Guid Id, string Email, string NormalizedEmail, string SecurityStamp, bool TotpEnabled, bool IsLive) : Confidential;
}
