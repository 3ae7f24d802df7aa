using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Writes the lines that the API would write to the console to the log of one instance.</summary>
[ProviderAlias("Console")]
internal sealed class CapturedLog(
    IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options, LogLines lines)
    : ILoggerProvider, ISupportExternalScope
{
    private readonly ConsoleFormatter _formatter = formatters.Single(f => f.Name == options.Value.FormatterName);

    private IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        using var writer = new StringWriter();
        _formatter.Write(entry, _scopes, writer);
        lines.Add(writer.ToString().TrimEnd('\n'));
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
