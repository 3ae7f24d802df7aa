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

    internal sealed record InvalidChallenge : PasskeyAddition;

    /// <summary>The credential is not acceptable.</summary>
    internal sealed record Failed : PasskeyAddition;

    /// <summary>The session was ended in the meantime.</summary>
    internal sealed record SessionEnded : PasskeyAddition;

    /// <summary>The credential is registered already, to anybody, or the user has too many passkeys.</summary>
    internal sealed record Conflict : PasskeyAddition;
}
