using System.Diagnostics;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>
/// Exchanges a mailed code for the token that a link would have carried. Audits and counts what is refused. The token of a link
/// is left to whoever uses it.
/// </summary>
internal sealed class ProofRedemption(MailedCodes codes, AuditLog audit, AuthMeter meter)
{
    /// <param name="proof">What the client presents.</param>
    /// <param name="purpose">What the caller uses it for.</param>
    /// <param name="refused">The audit entry of a refusal.</param>
    /// <param name="cancellationToken">Cancels everything until the guess is counted.</param>
    public async Task<RedeemedProof> RedeemAsync(
        MailProof proof, OneTimeTokenPurpose purpose, AuditEntry refused, CancellationToken cancellationToken)
    {
        if (proof is MailProof.OfLink link)
        {
            return new RedeemedProof.Accepted(link.Token, Code: null);
        }

        var (requestToken, code) = (MailProof.OfCode)proof;
        switch (await codes.GuessAsync(requestToken, code, cancellationToken))
        {
            case CodeGuess.Right right:
                return new RedeemedProof.Accepted(right.Token, right);

            case CodeGuess.Wrong wrong:
                await RefuseAsync(purpose, refused with { UserId = wrong.UserId, Reason = AuditReason.InvalidCode });
                return new RedeemedProof.WrongCode();

            case CodeGuess.Refused:
                await RefuseAsync(purpose, refused with { Reason = AuditReason.InvalidToken });
                return new RedeemedProof.Refused();

            case var unknown:
                throw new UnreachableException($"Unexpected guess: {unknown}");
        }
    }

    /// <summary>Keeps a code usable, because something else was wrong.</summary>
    public async Task GiveBackAsync(RedeemedProof.Accepted proof)
    {
        if (proof.Code is { } guess)
        {
            await codes.GiveBackAsync(guess);
        }
    }

    private Task RefuseAsync(OneTimeTokenPurpose purpose, AuditEntry entry)
    {
        meter.MailedToken(purpose, MailedTokenResult.Refused);
        return audit.WriteAsync(entry);
    }
}
