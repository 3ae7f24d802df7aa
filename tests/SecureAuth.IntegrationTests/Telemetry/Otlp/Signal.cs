namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

internal enum Signal
{
    Traces,
    Metrics,
    Logs,
}
