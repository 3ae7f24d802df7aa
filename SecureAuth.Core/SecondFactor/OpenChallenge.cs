namespace SecureAuth.Core.SecondFactor;

/// <summary>A challenge that one code may now be tried at.</summary>
public sealed record OpenChallenge(
    byte[] TokenHash, Guid UserId, string NormalizedEmail, string SecurityStamp, string? DeviceName);
