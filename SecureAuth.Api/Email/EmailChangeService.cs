using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Gives an account the address that was verified with the token. Of several accounts that verify the same address, the first one
/// gets it. The former address gets a mail with the way back.
/// </summary>
internal sealed class EmailChangeService(
    ILookupNormalizer normalizer,
    OneTimeTokens tokens,
    RestoreTokens restoreTokens,
    AccountLockout lockout,
    EmailReplacement replacement,
    EmailDomains domains,
    Outbox outbox,
    AuditLog audit,
    CommitVerification committed,
    AuthMeter meter)
{
    /// <returns>
    /// False if the token is no longer valid, or the address belongs to somebody else or to a refused domain by now.
    /// </returns>
    public async Task<bool> ApplyAsync(OpenToken open, Actor actor)
    {
        var entry = new AuditEntry(AuditEvent.EmailChanged, AuditOutcome.Success, actor)
        {
            UserId = open.UserId,
            SessionId = open.SessionId,
        };
        var refusal = await TryApplyAsync(open, entry);
        if (refusal is not null)
        {
            await audit.WriteAsync(entry with
            {
                Event = AuditEvent.EmailChangeRefused,
                Outcome = AuditOutcome.Refused,
                Reason = refusal,
            });
        }

        meter.MailedToken(
            OneTimeTokenPurpose.ChangeEmail, refusal is null ? MailedTokenResult.Accepted : MailedTokenResult.Refused);
        return refusal is null;
    }

    /// <returns>Null if the address was changed.</returns>
    private async Task<AuditReason?> TryApplyAsync(OpenToken open, AuditEntry entry)
    {
        var email = open.NewEmail!;
        if (!domains.Allow(email))
        {
            return AuditReason.InvalidToken;
        }

        var normalized = normalizer.NormalizeEmail(email)!;
        var identifier = await lockout.IdentifierHashAsync(normalized, CancellationToken.None);
        var key = await tokens.KeyAsync(CancellationToken.None);

        await using var transaction = await audit.BeginAsync();
        await replacement.LockAsync(open.UserId, open.NormalizedEmail, normalized, identifier);
        if (!await tokens.UseAsync(open))
        {
            return AuditReason.InvalidToken;
        }

        if (!await replacement.ApplyAsync(
            transaction, open.UserId, email, normalized, except: open.SessionId, RevocationReason.EmailChanged))
        {
            return AuditReason.EmailTaken;
        }

        var details = MailDetails.Of(entry.Actor);
        var restore = await restoreTokens.IssueAsync(key, open);
        await outbox.AddAsync(
            transaction, NewMail.About(MailKind.EmailChanged, open.UserId, open.Email, details, restore.Id));
        await outbox.AddAsync(transaction, NewMail.About(MailKind.NewEmailInUse, open.UserId, email, details));
        transaction.Record(entry);

        // A retry would find the token used, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return null;
    }
}
