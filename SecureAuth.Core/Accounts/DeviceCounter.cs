namespace SecureAuth.Core.Accounts;

/// <summary>What a guess of a known device needs in addition to its own counter.</summary>
/// <param name="DeviceId">The device. It stops being known after a lock.</param>
/// <param name="AccountIdentifier">The identifier under which the guesses of strangers at the account are counted.</param>
public sealed record DeviceCounter(Guid DeviceId, byte[] AccountIdentifier);
