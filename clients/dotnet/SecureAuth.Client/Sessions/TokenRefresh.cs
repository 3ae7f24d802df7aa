using System.Text.Json;

namespace SecureAuth.Client;

/// <summary>
/// One refresh, tried again while its response may only have been lost. Trying again does no harm: within the grace the server
/// returns the same successor, and after it the session is over either way.
/// </summary>
internal sealed class TokenRefresh(SecureAuthClient client, SecureAuthSessionOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A longer wait would not fit into the grace.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public async Task<SessionTokens> RunAsync(string refreshToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                return SessionTokens.Of(await AttemptAsync(refreshToken).ConfigureAwait(false), time.GetUtcNow());
            }
            catch (Exception error) when (attempt < options.RefreshAttempts && MayBeLost(error))
            {
                pause = (error as SecureAuthException)?.RetryAfter ?? Pause;
                if (pause > LongestPause)
                {
                    throw;
                }
            }

            await Task.Delay(pause, time).ConfigureAwait(false);
        }
    }

    private async Task<TokenPair> AttemptAsync(string refreshToken)
    {
        using var timeout = new CancellationTokenSource(options.RefreshTimeout, time);
        try
        {
            return await client.RefreshAsync(refreshToken, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException("SecureAuth did not respond to a refresh in time.");
        }
    }

    private static bool MayBeLost(Exception error) => error switch
    {
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        SecureAuthException { IsTransient: true } => true,

        // A successful response that arrived damaged: the server has rotated the token.
        SecureAuthException { Code: ErrorCodes.UnexpectedResponse, InnerException: JsonException } => true,
        _ => false,
    };
}
