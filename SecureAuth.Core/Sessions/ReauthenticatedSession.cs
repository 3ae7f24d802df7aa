using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Sessions;

/// <summary>A session whose user has just re-authenticated.</summary>
/// <param name="SessionId">The <c>sid</c> claim, which does not change.</param>
/// <param name="UserId">The <c>sub</c> claim.</param>
/// <param name="AuthenticatedAt">The new <c>auth_time</c> claim.</param>
/// <param name="AuthenticationMethods">The <c>amr</c> claim.</param>
/// <param name="Roles">The <c>roles</c> claim.</param>
/// <param name="RolesVersion">The <c>roles_version</c> claim.</param>
/// <param name="Fields">The fields of the account, some of which may be claims.</param>
/// <param name="ExpiresIn">The time until the session reaches its absolute lifetime.</param>
public sealed record ReauthenticatedSession(
    Guid SessionId,
    Guid UserId,
    DateTimeOffset AuthenticatedAt,
    string[] AuthenticationMethods,
    string[] Roles,
    long RolesVersion,
    string Fields,
    TimeSpan ExpiresIn) : Confidential;
