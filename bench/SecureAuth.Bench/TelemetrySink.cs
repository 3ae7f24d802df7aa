using System.Net;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>Stands in for an OpenTelemetry collector: accepts everything by OTLP over HTTP and keeps nothing.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    private TelemetrySink()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Address.OriginalString);
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Address { get; }

    public long Received { get; private set; }

    public static TelemetrySink Start() => new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                Received++;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The benchmark is over.
                return;
            }
        }
    }
}
