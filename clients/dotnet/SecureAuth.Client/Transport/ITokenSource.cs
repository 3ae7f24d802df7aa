namespace SecureAuth.Client;

/// <summary>Where a request gets its access token from.</summary>
internal interface ITokenSource
{
    /// <returns>The token to send, or null if nobody is signed in.</returns>
    ValueTask<SessionToken?> GetAsync(CancellationToken cancellationToken);

    /// <returns>Another token of the same session than the refused one, or null if there is none.</returns>
    ValueTask<SessionToken?> ReplaceAsync(SessionToken refused, CancellationToken cancellationToken);
}
