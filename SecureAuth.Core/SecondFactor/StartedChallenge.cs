using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.SecondFactor;

/// <summary>A challenge that has just been started.</summary>
/// <param name="Token">The temporary token, or the set-up token.</param>
/// <param name="HasCodes">Whether the user can complete it with a code.</param>
/// <param name="HasPasskey">Whether the user can complete it with a passkey.</param>
public sealed record StartedChallenge(string Token, bool HasCodes, bool HasPasskey) : Confidential;
