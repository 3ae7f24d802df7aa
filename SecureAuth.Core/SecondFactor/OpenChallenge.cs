namespace SecureAuth.Core.SecondFactor;

/// <summary>A challenge that accepts another code.</summary>
public sealed record OpenChallenge(
    byte[] TokenHash, Guid UserId, string NormalizedEmail, string SecurityStamp, string? DeviceName);
