using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>Exchanges a mailed code for the token that a link would have carried. Audits and counts what is refused.</summary>
internal sealed class CodeRedemption(MailedCodes codes, AuditLog audit, AuthMeter meter)
{
    /// <param name="proof">The code, and the token of the request for it.</param>
    /// <param name="purpose">What the caller uses the code for.</param>
    /// <param name="refused">The audit entry of a refusal.</param>
    /// <param name="cancellationToken">Cancels everything until the guess is counted.</param>
    public async Task<CodeGuess> GuessAsync(
        MailProof.OfCode proof, OneTimeTokenPurpose purpose, AuditEntry refused, CancellationToken cancellationToken)
    {
        var guess = await codes.GuessAsync(proof.RequestToken, proof.Code, cancellationToken);
        switch (guess)
        {
            case CodeGuess.Wrong wrong:
                await RefuseAsync(purpose, refused with { UserId = wrong.UserId, Reason = AuditReason.InvalidCode });
                break;

            case CodeGuess.Refused:
                await RefuseAsync(purpose, refused with { Reason = AuditReason.InvalidToken });
                break;
        }

        return guess;
    }

    /// <summary>Keeps a right code usable, because something else was wrong.</summary>
    public Task GiveBackAsync(CodeGuess.Right guess) => codes.GiveBackAsync(guess);

    private Task RefuseAsync(OneTimeTokenPurpose purpose, AuditEntry entry)
    {
        meter.MailedToken(purpose, MailedTokenResult.Refused);
        return audit.WriteAsync(entry);
    }
}
