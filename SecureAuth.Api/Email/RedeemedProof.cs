using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>What a link or a code was exchanged for.</summary>
internal abstract record RedeemedProof : Confidential
{
    private RedeemedProof()
    {
    }

    /// <param name="Token">The token of the mail. That of a link has not been verified.</param>
    /// <param name="Code">The code, or null for a link.</param>
    internal sealed record Accepted(string Token, CodeGuess.Right? Code) : RedeemedProof;

    internal sealed record WrongCode : RedeemedProof;

    /// <summary>The token of the request for a code cannot be used. The code was not looked at.</summary>
    internal sealed record Refused : RedeemedProof;
}
