namespace SecureAuth.Client;

/// <summary>A token that the caller has chosen.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<string?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(token);

    public ValueTask<string?> ReplaceAsync(string refused, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}
