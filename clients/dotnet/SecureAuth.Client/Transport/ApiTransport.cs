using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SecureAuth.Client;

/// <summary>The calls of the API: paths, bodies and errors.</summary>
/// <param name="http">Its base address is the origin of the server.</param>
/// <param name="tokens">The access token of every request, or null for requests without one.</param>
internal sealed class ApiTransport(HttpClient http, ITokenSource? tokens = null)
{
    public const string Prefix = "api/v1/";

    public ApiTransport With(ITokenSource source) => new(http, source);

    /// <summary>A body that can be sent again, because it is in memory.</summary>
    public static HttpContent Body<T>(T value, JsonTypeInfo<T> type) =>
        new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    /// <summary>Sends a request whose response has no body that matters.</summary>
    public async Task SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        (await RespondAsync(method, path, body, cancellationToken).ConfigureAwait(false)).Dispose();

    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await RespondAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies a response as it arrives, because it may be large.</summary>
    public async Task DownloadAsync(string path, Stream destination, CancellationToken cancellationToken)
    {
        using var response = await RespondAsync(
            HttpMethod.Get, path, null, cancellationToken, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        await response.Content.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>A successful response.</returns>
    /// <exception cref="SecureAuthException">The response is no success.</exception>
    public async Task<HttpResponseMessage> RespondAsync(
        HttpMethod method,
        string path,
        HttpContent? body,
        CancellationToken cancellationToken,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(method, new Uri(Prefix + path, UriKind.Relative)) { Content = body };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var response = tokens is null
            ? await http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false)
            : await SendWithTokenAsync(request, tokens, completion, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false)
                    ?? throw ProblemReader.Unreadable(response);
            }
        }
        catch (JsonException error)
        {
            throw ProblemReader.Unreadable(response, error);
        }
    }

    /// <summary>Reads a part of a response, or the case of it that its members tell.</summary>
    public static T Parse<T>(JsonElement answer, JsonTypeInfo<T> type, HttpResponseMessage response)
    {
        try
        {
            return answer.Deserialize(type) ?? throw ProblemReader.Unreadable(response);
        }
        catch (JsonException error)
        {
            throw ProblemReader.Unreadable(response, error);
        }
    }

    /// <summary>
    /// A request message cannot be sent twice through <see cref="HttpClient"/>, only through its handlers, so the second one is a
    /// copy.
    /// </summary>
    private Task<HttpResponseMessage> SendWithTokenAsync(
        HttpRequestMessage request, ITokenSource source, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var sent = false;
        return BearerRequest.SendAsync(
            request,
            source,
            async (message, token) =>
            {
                if (!sent)
                {
                    sent = true;
                    return await http.SendAsync(message, completion, token).ConfigureAwait(false);
                }

                using var copy = new HttpRequestMessage(message.Method, message.RequestUri) { Content = message.Content };
                copy.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                copy.Headers.Authorization = message.Headers.Authorization;
                return await http.SendAsync(copy, completion, token).ConfigureAwait(false);
            },
            cancellationToken);
    }
}
