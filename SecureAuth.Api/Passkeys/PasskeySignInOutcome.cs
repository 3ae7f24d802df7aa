using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>The outcome of a sign-in with a passkey.</summary>
internal abstract record PasskeySignInOutcome : Confidential
{
    private PasskeySignInOutcome()
    {
    }

    internal sealed record SignedIn(TokenPair Tokens) : PasskeySignInOutcome;

    internal sealed record InvalidChallenge : PasskeySignInOutcome;

    /// <summary>The credential is not acceptable. The client does not learn why.</summary>
    internal sealed record Failed : PasskeySignInOutcome;

    /// <summary>The credential is valid, but the account is disabled.</summary>
    internal sealed record Disabled : PasskeySignInOutcome;

    /// <summary>The credential is valid, but the e-mail address must be verified first.</summary>
    internal sealed record EmailNotVerified : PasskeySignInOutcome;
}
