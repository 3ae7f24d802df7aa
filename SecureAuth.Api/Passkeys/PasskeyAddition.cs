using SecureAuth.Api.Tokens;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>The outcome of adding a passkey.</summary>
internal abstract record PasskeyAddition : Confidential
{
    private PasskeyAddition()
    {
    }

    internal sealed record Added(Passkey Passkey) : PasskeyAddition;

    /// <summary>The passkey was the second factor that the user had to set up, which completed the sign-in.</summary>
    internal sealed record SignedIn(Passkey Passkey, TokenPair Tokens) : PasskeyAddition;

    internal sealed record InvalidChallenge : PasskeyAddition;

    /// <summary>The credential is not acceptable.</summary>
    internal sealed record Failed : PasskeyAddition;

    /// <summary>The session, or the sign-in that waited for the passkey, was ended in the meantime.</summary>
    internal sealed record SessionEnded : PasskeyAddition;

    /// <summary>The user has got a second factor while the request was under way.</summary>
    internal sealed record SecondFactorRequired : PasskeyAddition;

    /// <summary>The credential is registered already, to anybody, or the user has too many passkeys.</summary>
    internal sealed record Conflict : PasskeyAddition;
}
