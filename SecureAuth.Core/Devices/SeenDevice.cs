namespace SecureAuth.Core.Devices;

/// <summary>The device of a new session.</summary>
/// <param name="IsNew">Whether it signed in for the first time.</param>
/// <param name="Evicted">How many devices were forgotten because the user had too many.</param>
public sealed record SeenDevice(Guid Id, bool IsNew, int Evicted);
