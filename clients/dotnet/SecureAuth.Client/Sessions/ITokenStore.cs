namespace SecureAuth.Client;

/// <summary>
/// Where the tokens of the signed-in user are kept. <see cref="SecureAuthSession"/> reads it for every request, and never writes
/// in parallel. An implementation that several processes share is fine: a process that has lost a race finds the other's tokens.
/// </summary>
public interface ITokenStore
{
    /// <returns>The tokens, or null if nobody is signed in.</returns>
    ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken);

    /// <param name="tokens">The tokens to keep, or null after a sign-out and after the server has ended the session.</param>
    /// <param name="cancellationToken">Never cancelled for new tokens of a refresh: without them the session is lost.</param>
    ValueTask WriteAsync(SessionTokens? tokens, CancellationToken cancellationToken);
}
