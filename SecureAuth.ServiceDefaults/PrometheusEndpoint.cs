using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using SecureAuth.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Serves <c>/metrics</c> on a port of its own. It is a server of its own too, so that neither port can ever answer for the
/// other, whatever the Host header of a request says.
/// </summary>
internal sealed class PrometheusEndpoint(MeterProvider metrics, ExportSettings settings) : IAsyncDisposable
{
    private const string Path = "/metrics";

    /// <summary>A scrape that is still running may not delay the end of the process.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private WebApplication? _server;

    /// <exception cref="OptionsValidationException">The port cannot be opened. The failure is one line.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        HideFromTelemetry(builder.Services);
        _server = builder.Build();
        _server.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics, IsScrape, path: null, configureBranchedPipeline: null, optionsName: null);
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new OptionsValidationException("OTEL", typeof(ExportSettings), [settings.CannotListen(error.Message)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
        {
            return;
        }

        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private static bool IsScrape(HttpContext context) =>
        context.Request.Path.Value == Path && HttpMethods.IsGet(context.Request.Method);

    /// <summary>Otherwise the scrapes would be counted among the requests of the API and become traces.</summary>
    private static void HideFromTelemetry(IServiceCollection services)
    {
        services.AddSingleton<IMeterFactory, UnobservedMeters>();
        services.AddSingleton(_ => new ActivitySource(UnobservedMeters.Name));
        services.AddSingleton(_ => new DiagnosticListener(UnobservedMeters.Name));
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var port = settings.PrometheusPort!.Value;
        if (IPAddress.TryParse(settings.PrometheusHost, out var address))
        {
            kestrel.Listen(address, port);
            return;
        }

        kestrel.ListenLocalhost(port);
    }

    /// <summary>Meters under a name to which no exporter subscribes.</summary>
    private sealed class UnobservedMeters : IMeterFactory
    {
        public const string Name = "SecureAuth.PrometheusEndpoint";

        private readonly Meter _meter = new(Name);

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
