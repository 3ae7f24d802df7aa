using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>Accepts whatever an exporter sends by OTLP over HTTP, and keeps it.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Export> _exports = new();

    public Collector()
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Next()}");
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url { get; }

    public IEnumerable<Export> Exports => _exports;

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var body = await reader.ReadToEndAsync();
                _exports.Enqueue(new Export(context.Request.Url!.AbsolutePath, context.Request.Headers["x-api-key"], body));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    /// <param name="Path">Ends in the kind of telemetry.</param>
    /// <param name="ApiKey">The header x-api-key.</param>
    /// <param name="Body">Protocol Buffers contain strings as they are.</param>
    internal sealed record Export(string Path, string? ApiKey, string Body);
}
