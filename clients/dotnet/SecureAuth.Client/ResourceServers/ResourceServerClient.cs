using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace SecureAuth.Client;

/// <summary>
/// The calls of a service that verifies access tokens, with the credentials of that service. ASP.NET Core services use the
/// package SecureAuth.Client.AspNetCore, which does it for them. Every call throws <see cref="SecureAuthException"/> if the
/// server refuses it. Thread-safe.
/// </summary>
public sealed class ResourceServerClient
{
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue _credentials;

    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is the origin of the server.</param>
    /// <param name="clientId">The <c>OAuth__Clients__0__Id</c> of the server's configuration.</param>
    /// <param name="clientSecret">The secret whose hash is there.</param>
    public ResourceServerClient(HttpClient http, string clientId, string clientSecret)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(clientSecret);
        if (http.BaseAddress is null)
        {
            throw new ArgumentException("The HTTP client needs the server's origin as its base address.", nameof(http));
        }

        _http = http;

        // RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
        var pair = Encoding.UTF8.GetBytes($"{FormEncoded(clientId)}:{FormEncoded(clientSecret)}");
        _credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
    }

    /// <summary>Asks whether a token is valid at this moment (RFC 7662).</summary>
    public async Task<Introspection> IntrospectAsync(string token, CancellationToken cancellationToken = default)
    {
        using var response = await SendAsync(HttpMethod.Post, "oauth/introspect", Form(token), cancellationToken)
            .ConfigureAwait(false);
        return await ApiTransport.ReadAsync(response, SecureAuthJson.Default.Introspection, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Ends the session that a token belongs to (RFC 7009). It succeeds whatever the token is.</summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Post, "oauth/revoke", Form(token), cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>Reads the sessions that have ended.</summary>
    /// <param name="since">The <see cref="RevocationPage.Cursor"/> of the page before, or null to begin a list.</param>
    /// <param name="wait">How long the server may wait for something to report, at most 25 whole seconds.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RevocationPage> ListRevocationsAsync(
        string? since = null, TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        var seconds = (long)wait.TotalSeconds;
        var query = since is null ? "" : $"&since={Uri.EscapeDataString(since)}";
        using var response = await SendAsync(
            HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"revocations?wait={seconds}{query}"),
            null,
            cancellationToken).ConfigureAwait(false);
        return await ApiTransport.ReadAsync(response, SecureAuthJson.Default.RevocationPage, cancellationToken)
            .ConfigureAwait(false);
    }

    private static string FormEncoded(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);

    private static FormUrlEncodedContent Form(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(ApiTransport.Prefix + path, UriKind.Relative));
        request.Content = body;
        request.Headers.Authorization = _credentials;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemReader.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }
}
