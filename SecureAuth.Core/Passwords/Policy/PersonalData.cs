using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Policy;

/// <summary>What others know about the owner of an account, which a password must therefore not contain (ASVS 6.2.11).</summary>
/// <param name="Email">The address, which is a name to sign in with.</param>
/// <param name="DisplayName">The name that others see, or null.</param>
/// <param name="Username">The other name to sign in with, or null.</param>
public sealed record PersonalData(string Email, string? DisplayName, string? Username) : Confidential;
