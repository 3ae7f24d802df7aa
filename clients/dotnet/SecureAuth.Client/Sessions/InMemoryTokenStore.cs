namespace SecureAuth.Client;

/// <summary>Keeps the tokens in memory: the user is signed out when the process ends.</summary>
public sealed class InMemoryTokenStore : ITokenStore
{
    private volatile SessionTokens? _tokens;

    /// <inheritdoc/>
    public ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_tokens);

    /// <inheritdoc/>
    public ValueTask WriteAsync(SessionTokens? tokens, CancellationToken cancellationToken)
    {
        _tokens = tokens;
        return ValueTask.CompletedTask;
    }
}
