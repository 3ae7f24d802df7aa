using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Puts a former address back with the token that was mailed to it. Whoever changed the address may have added factors, which
/// would keep the owner out. They are removed, so that the account can be signed in to as before the change.
/// </summary>
internal sealed class EmailRestoreService(
    RestoreTokens tokens,
    AccountLockout lockout,
    EmailReplacement replacement,
    TotpCredentials totp,
    UserPasskeys passkeys,
    Outbox outbox,
    AuditLog audit,
    CommitVerification committed,
    AuthMeter meter)
{
    /// <returns>False if the token is not valid, or no longer.</returns>
    public async Task<bool> RestoreAsync(string token, Actor actor, CancellationToken disconnected)
    {
        var restorable = await tokens.FindAsync(token, disconnected);
        var accepted = restorable is not null && await RestoreAsync(restorable, actor);
        if (!accepted)
        {
            await audit.WriteAsync(new AuditEntry(AuditEvent.EmailRestoreRefused, AuditOutcome.Refused, actor)
            {
                UserId = restorable?.UserId,
                Reason = AuditReason.InvalidToken,
            });
        }

        meter.MailedToken(
            OneTimeTokenPurpose.RestoreEmail, accepted ? MailedTokenResult.Accepted : MailedTokenResult.Refused);
        return accepted;
    }

    private async Task<bool> RestoreAsync(RestorableEmail former, Actor actor)
    {
        var userId = former.UserId;
        var identifier = await lockout.IdentifierHashAsync(former.NormalizedEmail, CancellationToken.None);

        await using var transaction = await audit.BeginAsync();
        await replacement.LockAsync(userId, former.PresentNormalizedEmail, former.NormalizedEmail, identifier);
        if (!await tokens.UseAsync(former)
            || !await replacement.ApplyAsync(
                transaction, userId, former.Email, former.NormalizedEmail, except: null, RevocationReason.EmailRestored))
        {
            return false;
        }

        await totp.RemoveNewerAsync(userId, former.ChangedAt);
        await passkeys.RemoveNewerAsync(userId, former.ChangedAt);
        var details = MailDetails.Of(actor);
        await outbox.AddAsync(transaction, NewMail.ToUser(MailKind.ResetPassword, userId, details));
        await outbox.AddAsync(
            transaction, NewMail.About(MailKind.EmailRestored, userId, former.PresentEmail, details));
        transaction.Record(new AuditEntry(AuditEvent.EmailRestored, AuditOutcome.Success, actor) { UserId = userId });

        // A retry would find the token used, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return true;
    }
}
