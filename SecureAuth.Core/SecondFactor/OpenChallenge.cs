using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.SecondFactor;

/// <summary>A challenge that can still be completed.</summary>
/// <param name="TokenHash">The hash of its token, which identifies it.</param>
/// <param name="UserId">The user whose password was correct.</param>
/// <param name="NormalizedEmail">The user's e-mail.</param>
/// <param name="SecurityStamp">The stamp at the time of the password check.</param>
/// <param name="DeviceName">The name that the client gave to the device.</param>
/// <param name="DeviceId">The device that sent the password, if it was known and still is.</param>
/// <param name="CreatedAt">The time of the password check.</param>
public sealed record OpenChallenge(
    byte[] TokenHash,
    Guid UserId,
    string NormalizedEmail,
    string SecurityStamp,
    string? DeviceName,
    Guid? DeviceId,
    DateTimeOffset CreatedAt) : Confidential;
