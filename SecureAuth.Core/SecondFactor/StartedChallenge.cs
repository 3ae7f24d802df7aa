using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.SecondFactor;

/// <summary>A challenge that has just been started.</summary>
/// <param name="Token">The temporary token.</param>
/// <param name="HasPasskey">Whether the user can complete it with a passkey too.</param>
public sealed record StartedChallenge(string Token, bool HasPasskey) : Confidential;
