using System.Diagnostics;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passwords;

/// <summary>Sets a new password with a mailed token. Audits and counts the tokens that are refused.</summary>
internal sealed class PasswordRecoveryService(
    PasswordReset passwords, FirstVerification verification, AuditLog audit, AuthMeter meter)
{
    public async Task<PasswordResetOutcome> ResetAsync(
        string token, string password, Actor actor, CancellationToken disconnected)
    {
        var outcome = await passwords.RedeemAsync(
            token,
            password,
            new HashCaller(actor.Address, Account: null),
            new AuditEntry(AuditEvent.PasswordReset, AuditOutcome.Success, actor),
            verification.ApplyAsync,
            disconnected);
        var result = outcome switch
        {
            PasswordResetOutcome.Done => MailedTokenResult.Accepted,
            PasswordResetOutcome.WeakPassword => MailedTokenResult.WeakPassword,
            PasswordResetOutcome.Busy => MailedTokenResult.Busy,

            // The account was changed after the token had been found.
            PasswordResetOutcome.InvalidToken or PasswordResetOutcome.NoSuchUser => MailedTokenResult.Refused,
            _ => throw new UnreachableException($"Unexpected outcome of a reset: {outcome}"),
        };
        if (result is MailedTokenResult.WeakPassword or MailedTokenResult.Refused)
        {
            await audit.WriteAsync(new AuditEntry(AuditEvent.PasswordResetRefused, AuditOutcome.Refused, actor)
            {
                Reason = result == MailedTokenResult.WeakPassword ? AuditReason.WeakPassword : AuditReason.InvalidToken,
            });
        }

        meter.MailedToken(OneTimeTokenPurpose.ResetPassword, result);
        return outcome;
    }
}
