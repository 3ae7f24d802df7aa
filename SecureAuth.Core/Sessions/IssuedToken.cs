namespace SecureAuth.Core.Sessions;

/// <summary>What an access token says about who may use it.</summary>
/// <param name="SessionId">The <c>sid</c> claim.</param>
/// <param name="UserId">The <c>sub</c> claim.</param>
/// <param name="RolesVersion">
/// The version of the roles that the token contains: the <c>roles_version</c> claim, or 0 without one.
/// </param>
public readonly record struct IssuedToken(Guid SessionId, Guid UserId, long RolesVersion);
