using System.Net;
using System.Net.Http.Headers;

namespace SecureAuth.Client;

/// <summary>Sends a request with an access token, and once more with another one if that was refused.</summary>
internal static class BearerRequest
{
    private const string Scheme = "Bearer";

    public static async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        ITokenSource tokens,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        if (token is null)
        {
            return await send(request, cancellationToken).ConfigureAwait(false);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue(Scheme, token.Value);
        var response = await send(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // Even if this request cannot be sent again, the next one should have a better token.
        SessionToken? other;
        try
        {
            other = await tokens.ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        if (other is null || !CanBeSentAgain(request.Content))
        {
            return response;
        }

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue(Scheme, other.Value);
        return await send(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A stream may have been consumed. Everything that is held in memory can be sent again.</summary>
    private static bool CanBeSentAgain(HttpContent? content) => content
        is null or ByteArrayContent or ReadOnlyMemoryContent or System.Net.Http.Json.JsonContent;
}
