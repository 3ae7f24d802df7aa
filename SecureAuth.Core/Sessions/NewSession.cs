using System.Net;

namespace SecureAuth.Core.Sessions;

/// <summary>A sign-in that has passed every check.</summary>
/// <param name="UserId">The user who signed in.</param>
/// <param name="SecurityStamp">The stamp that was read before the password was checked.</param>
/// <param name="AuthenticationMethods">The authentication methods (RFC 8176).</param>
/// <param name="DeviceName">The name that the client gave to the device.</param>
/// <param name="UserAgent">The client's <c>User-Agent</c> header, truncated.</param>
/// <param name="Address">The client's address.</param>
/// <param name="DeviceId">The device that a valid device token named, or null.</param>
public sealed record NewSession(
    Guid UserId,
    string SecurityStamp,
    string[] AuthenticationMethods,
    string? DeviceName,
    string? UserAgent,
    IPAddress? Address,
    Guid? DeviceId)
{
    /// <summary>When the credentials were checked, if that was before the session starts.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>
    /// Whether a second factor was used. Without it, no session is started for a user who has a second factor.
    /// </summary>
    public bool IsMultiFactor => AuthenticationMethods.Contains("mfa");
}
