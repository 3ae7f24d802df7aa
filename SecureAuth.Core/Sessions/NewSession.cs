using System.Net;

namespace SecureAuth.Core.Sessions;

/// <summary>A sign-in that has passed every check.</summary>
/// <param name="UserId">Who signed in.</param>
/// <param name="SecurityStamp">The stamp as it was read before the password was checked.</param>
/// <param name="AuthenticationMethods">How (RFC 8176).</param>
/// <param name="DeviceName">The client's own name for the device.</param>
/// <param name="UserAgent">As the client sent it, cut.</param>
/// <param name="Address">The client's address.</param>
public sealed record NewSession(
    Guid UserId,
    string SecurityStamp,
    string[] AuthenticationMethods,
    string? DeviceName,
    string? UserAgent,
    IPAddress? Address)
{
    /// <summary>Whether a second factor was shown. Without one, no session starts for a user who has one.</summary>
    public bool IsMultiFactor => AuthenticationMethods.Contains("mfa");
}
