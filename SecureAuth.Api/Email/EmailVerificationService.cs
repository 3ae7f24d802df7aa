using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Marks an address as verified with the token that was mailed to it. If it is not that of the account yet, it becomes that.
/// </summary>
internal sealed class EmailVerificationService(
    AuthDbContext db,
    OneTimeTokens tokens,
    EmailChangeService changes,
    AccountLockout lockout,
    AuditLog audit,
    CommitVerification committed,
    AuthMeter meter)
{
    /// <returns>False if the token is not valid, or no longer.</returns>
    public async Task<bool> VerifyAsync(string token, Actor actor, CancellationToken disconnected)
    {
        var open = await tokens.FindAsync(
            [OneTimeTokenPurpose.VerifyEmail, OneTimeTokenPurpose.ChangeEmail], token, disconnected);
        if (open?.Purpose == OneTimeTokenPurpose.ChangeEmail)
        {
            return await changes.ApplyAsync(open, actor);
        }

        var accepted = open is not null && await VerifyAsync(open, actor);
        if (!accepted)
        {
            await audit.WriteAsync(new AuditEntry(AuditEvent.EmailVerificationRefused, AuditOutcome.Refused, actor)
            {
                UserId = open?.UserId,
                Reason = AuditReason.InvalidToken,
            });
        }

        meter.MailedToken(
            OneTimeTokenPurpose.VerifyEmail, accepted ? MailedTokenResult.Accepted : MailedTokenResult.Refused);
        return accepted;
    }

    private async Task<bool> VerifyAsync(OpenToken open, Actor actor)
    {
        var identifier = await lockout.IdentifierHashAsync(open.NormalizedEmail, CancellationToken.None);
        await using var transaction = await audit.BeginAsync();

        // Guesses that were made at the address before must not lock out its owner.
        await lockout.ClearPasswordFailuresAsync(identifier);
        await db.LockUserAsync(open.UserId);
        if (!await tokens.UseAsync(open))
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            -- verify e-mail
            UPDATE users SET email_verified = true, updated_at = clock_timestamp() WHERE id = {open.UserId}
            """);
        transaction.Record(
            new AuditEntry(AuditEvent.EmailVerified, AuditOutcome.Success, actor) { UserId = open.UserId });

        // A retry would find the token used, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return true;
    }
}
