using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>The outcome of a guess at a mailed code.</summary>
public abstract record CodeGuess : Confidential
{
    private CodeGuess()
    {
    }

    /// <param name="CodeId">The request for the code.</param>
    /// <param name="Purpose">What the code is for.</param>
    /// <param name="Token">The token that a link would have carried.</param>
    public sealed record Right(Guid CodeId, OneTimeTokenPurpose Purpose, Guid UserId, string Token) : CodeGuess;

    /// <param name="UserId">The account, or null if no code has been mailed.</param>
    public sealed record Wrong(Guid? UserId) : CodeGuess;

    /// <summary>
    /// The token of the request is unknown, expired or used, or has had all its guesses. The code was not looked at.
    /// </summary>
    public sealed record Refused : CodeGuess;
}
