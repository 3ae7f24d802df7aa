using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>The outcome of renaming or removing a passkey.</summary>
internal abstract record PasskeyChange : Confidential
{
    private PasskeyChange()
    {
    }

    internal sealed record Renamed(Passkey Passkey) : PasskeyChange;

    internal sealed record Removed : PasskeyChange;

    internal sealed record NotFound : PasskeyChange;

    /// <summary>The passkey is the last way in, or the last second factor of a user who must have one.</summary>
    internal sealed record Conflict : PasskeyChange;

    /// <summary>The session was ended while the request was under way.</summary>
    internal sealed record SessionEnded : PasskeyChange;

    /// <summary>The user has got a second factor while the request was under way.</summary>
    internal sealed record SecondFactorRequired : PasskeyChange;
}
