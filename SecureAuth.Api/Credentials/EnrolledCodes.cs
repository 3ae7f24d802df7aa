using SecureAuth.Core.Audit;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>Prepares the codes of an enabled second factor: codes of the authenticator app and recovery codes.</summary>
internal sealed class EnrolledCodes(TotpCredentials totp, RecoveryCodes recovery)
{
    /// <summary>Six digits are a code of the authenticator app. Anything else is a recovery code.</summary>
    public static CodeKind KindOf(string code) =>
        code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? CodeKind.Totp : CodeKind.RecoveryCode;

    /// <param name="refused">The audit entry of a refusal, from which the entry of a used recovery code is derived.</param>
    /// <param name="userId">The user who enters the code.</param>
    /// <param name="code">The code as entered.</param>
    /// <param name="kind">The kind of code.</param>
    /// <param name="purpose">The purpose of the code, for the audit entry of a recovery code.</param>
    public Task<PreparedCode> PrepareAsync(AuditEntry refused, Guid userId, string code, CodeKind kind, AuditReason purpose) =>
        kind == CodeKind.Totp ? TotpAsync(userId, code) : RecoveryCodeAsync(refused, userId, code, purpose);

    private async Task<PreparedCode> TotpAsync(Guid userId, string code)
    {
        var credential = await totp.FindConfirmedAsync(userId, CancellationToken.None);
        var step = credential is null ? null : totp.MatchStep(credential, code);
        return new PreparedCode(CodeKind.Totp, async _ => step is not null && await totp.UseAsync(credential!, step.Value));
    }

    private async Task<PreparedCode> RecoveryCodeAsync(AuditEntry refused, Guid userId, string code, AuditReason purpose)
    {
        var hash = await recovery.HashAsync(userId, code);
        return new PreparedCode(CodeKind.RecoveryCode, async transaction =>
        {
            if (hash is null || !await recovery.UseAsync(userId, hash))
            {
                return false;
            }

            transaction.Record(refused with
            {
                Event = AuditEvent.RecoveryCodeUsed,
                Outcome = AuditOutcome.Success,
                Reason = purpose,
            });
            return true;
        });
    }
}
