using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>What a client says of its device.</summary>
/// <param name="Token">The device token of an earlier sign-in, as it was sent, or null.</param>
/// <param name="Name">A name by which the user recognises the device, or null.</param>
internal sealed record ClientDevice(string? Token, string? Name) : Confidential;
