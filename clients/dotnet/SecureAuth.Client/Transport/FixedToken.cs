namespace SecureAuth.Client;

/// <summary>A token that the caller has chosen.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<SessionToken?> GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<SessionToken?>(new SessionToken(token, Guid.Empty));

    public ValueTask<SessionToken?> ReplaceAsync(SessionToken refused, CancellationToken cancellationToken) =>
        ValueTask.FromResult<SessionToken?>(null);
}
