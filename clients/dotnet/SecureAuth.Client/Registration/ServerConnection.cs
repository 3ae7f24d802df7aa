using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Client;

/// <summary>The HTTP settings of every client of the server.</summary>
internal static class ServerConnection
{
    /// <summary>Nothing that the API returns at once is larger. The export is a download, which has no limit.</summary>
    private const int LargestResponse = 4 << 20;

    /// <summary>How long a connection is used before the server's name is resolved again.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static void Configure(HttpClient http, Uri? address, bool allowHttp, TimeSpan timeout)
    {
        http.BaseAddress = ServerAddress.Check(address, allowHttp);
        http.Timeout = timeout;
        http.MaxResponseContentBufferSize = LargestResponse;
    }

    /// <summary>
    /// No redirects: they could carry a password to another place. No cookies: users must not share one. Nothing of the headers
    /// in logs. The handler is kept, so that a client may live as long as the process.
    /// </summary>
    public static IHttpClientBuilder WithServerConnection(this IHttpClientBuilder builder) => builder
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.PooledConnectionLifetime = ConnectionLifetime;
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RedactLoggedHeaders(_ => true);
}
