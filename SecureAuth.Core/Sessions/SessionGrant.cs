namespace SecureAuth.Core.Sessions;

/// <summary>What a token pair is made of, after a sign-in or a refresh.</summary>
/// <param name="SessionId">The <c>sid</c> claim.</param>
/// <param name="UserId">The <c>sub</c> claim.</param>
/// <param name="AuthenticatedAt">The <c>auth_time</c> claim.</param>
/// <param name="AuthenticationMethods">The <c>amr</c> claim.</param>
/// <param name="RefreshToken">The one live refresh token of the session.</param>
/// <param name="RefreshExpiresIn">Until the refresh token ends if it is not used.</param>
/// <param name="SessionExpiresIn">Until the session ends, however often it is refreshed.</param>
public sealed record SessionGrant(
    Guid SessionId,
    Guid UserId,
    DateTimeOffset AuthenticatedAt,
    IReadOnlyList<string> AuthenticationMethods,
    RefreshToken RefreshToken,
    TimeSpan RefreshExpiresIn,
    TimeSpan SessionExpiresIn);
