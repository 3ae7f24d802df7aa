using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Sessions;

/// <summary>The content of a token pair after a sign-in or a refresh.</summary>
/// <param name="SessionId">The <c>sid</c> claim.</param>
/// <param name="UserId">The <c>sub</c> claim.</param>
/// <param name="AuthenticatedAt">The <c>auth_time</c> claim.</param>
/// <param name="AuthenticationMethods">The <c>amr</c> claim.</param>
/// <param name="Roles">The <c>roles</c> claim.</param>
/// <param name="RolesVersion">The <c>roles_version</c> claim.</param>
/// <param name="Fields">The fields of the account, some of which may be claims.</param>
/// <param name="RefreshToken">The current refresh token of the session.</param>
/// <param name="RefreshExpiresIn">The time until the refresh token expires if it is not used.</param>
/// <param name="SessionExpiresIn">The time until the session reaches its absolute lifetime.</param>
/// <param name="DeviceId">The device of a sign-in, or null after a refresh.</param>
public sealed record SessionGrant(
    Guid SessionId,
    Guid UserId,
    DateTimeOffset AuthenticatedAt,
    IReadOnlyList<string> AuthenticationMethods,
    IReadOnlyList<string> Roles,
    long RolesVersion,
    string Fields,
    RefreshToken RefreshToken,
    TimeSpan RefreshExpiresIn,
    TimeSpan SessionExpiresIn,
    Guid? DeviceId = null) : Confidential;
