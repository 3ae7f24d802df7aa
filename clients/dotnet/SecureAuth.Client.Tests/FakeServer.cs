using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace SecureAuth.Client.Tests;

/// <summary>A server that responds as a test says, and remembers what it was asked.</summary>
internal sealed class FakeServer(Func<FakeRequest, Task<HttpResponseMessage>> respond) : HttpMessageHandler
{
    private readonly ConcurrentQueue<FakeRequest> _requests = new();

    public FakeServer(Func<FakeRequest, HttpResponseMessage> respond)
        : this(request => Task.FromResult(respond(request)))
    {
    }

    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    public SecureAuthClient Client() => new(Http());

    public HttpClient Http() => new(this, disposeHandler: false) { BaseAddress = new Uri("https://auth.test") };

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) => new(status)
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
    };

    public static HttpResponseMessage Problem(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent(
            $$"""{"title":"A problem","status":{{(int)status}},"code":"{{code}}"}""", Encoding.UTF8, "application/problem+json"),
    };

    /// <summary>The n-th token pair of a session.</summary>
    public static HttpResponseMessage Tokens(int n, int expiresIn = 900) => Json(
        $$"""
        {
          "access_token": "access-{{n}}", "token_type": "Bearer", "expires_in": {{expiresIn}}, "refresh_token": "sart_{{n}}",
          "refresh_expires_in": 604800, "session_id": "019acd3e-1a2b-7000-8000-000000000001", "two_fa_required": false
        }
        """);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new FakeRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
            cancellationToken);
        _requests.Enqueue(seen);
        return await respond(seen).WaitAsync(cancellationToken);
    }
}
