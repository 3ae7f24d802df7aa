using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>One instance of the API, listening on a port of its own.</summary>
internal abstract class RunningApi : IAsyncDisposable
{
    private protected RunningApi(Uri address, LogLines log)
    {
        Address = address;
        Log = log;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,

            // A hostile client is not restricted to ASCII.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        Http = new HttpClient(handler) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>A client that follows no redirect and keeps no cookie.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything that the instance has written.</summary>
    public LogLines Log { get; }

    public virtual ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/health", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // The port is not open yet.
            return false;
        }
    }
}
