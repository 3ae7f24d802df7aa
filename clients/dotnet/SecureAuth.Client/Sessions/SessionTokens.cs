namespace SecureAuth.Client;

/// <summary>
/// The tokens of a signed-in user as an application keeps them. Whoever reads the refresh token is that user, so it belongs into
/// what the platform has for secrets.
/// </summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="IssuedAt">When it arrived, by the clock of this machine.</param>
/// <param name="ExpiresAt">When it expires, by the clock of this machine.</param>
/// <param name="RefreshToken">The refresh token, which works once.</param>
/// <param name="SessionId">The id of the session.</param>
public sealed record SessionTokens(
    string AccessToken, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string RefreshToken, Guid SessionId)
    : SecureAuthMessage
{
    /// <summary>
    /// The times begin at the arrival: a clock that is wrong by hours, as on phones, still knows how long a token lives.
    /// </summary>
    internal static SessionTokens Of(TokenPair tokens, DateTimeOffset now) =>
        new(tokens.AccessToken, now, now + tokens.ExpiresIn, tokens.RefreshToken, tokens.SessionId);
}
