namespace SecureAuth.Core.Sessions;

/// <summary>A session whose user has just shown credentials again.</summary>
/// <param name="SessionId">The <c>sid</c> claim, which stays.</param>
/// <param name="UserId">The <c>sub</c> claim.</param>
/// <param name="AuthenticatedAt">The new <c>auth_time</c> claim.</param>
/// <param name="AuthenticationMethods">The <c>amr</c> claim.</param>
/// <param name="ExpiresIn">Until the session ends, however often it is refreshed.</param>
public sealed record ReauthenticatedSession(
    Guid SessionId, Guid UserId, DateTimeOffset AuthenticatedAt, string[] AuthenticationMethods, TimeSpan ExpiresIn);
