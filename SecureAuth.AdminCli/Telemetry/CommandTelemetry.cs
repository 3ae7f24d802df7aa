using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;
using SecureAuth.Telemetry;

namespace SecureAuth.AdminCli.Telemetry;

/// <summary>
/// Sends a span for the command, with the calls to the stores below it, and its audit events as log records to an OTLP collector,
/// if one is configured. Disposing of it sends what remains, for which it waits at most two seconds.
/// </summary>
internal sealed class CommandTelemetry : IAsyncDisposable
{
    private const string ServiceName = "secureauth";

    private readonly ServiceProvider? _services;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An OTEL_* setting is invalid.</exception>
    public CommandTelemetry(IConfiguration configuration)
    {
        if (!ExportSettings.Read(configuration).ToCollector)
        {
            return;
        }

        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging(logging => logging.AddOpenTelemetry(TelemetryExport.Configure));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Describe(ServiceName))
            .WithTracing(tracing => tracing.AddServiceSpans())
            .UseOtlpExporter();
        _services = services.BuildServiceProvider();
        _services.GetRequiredService<TracerProvider>();
    }

    /// <summary>Adds the records of this product. Those of the libraries repeat what the spans show.</summary>
    public void AddTo(ILoggingBuilder logging)
    {
        if (_services is null)
        {
            return;
        }

        logging.AddProvider(_services.GetRequiredService<ILoggerProvider>());
        logging.AddFilter<OpenTelemetryLoggerProvider>((category, level) =>
            level >= LogLevel.Information && category?.StartsWith("SecureAuth.", StringComparison.Ordinal) == true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is null)
        {
            return;
        }

        await TelemetryShutdown.RunAsync(_services);
        await _services.DisposeAsync();
    }
}
