using Microsoft.Extensions.Logging;

namespace SecureAuth.AdminCli.Output;

/// <summary>Writes log messages to the terminal if <c>--verbose</c> is given, escaped like all other output.</summary>
internal sealed class TerminalLoggerProvider(Terminal terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(terminal, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(Terminal terminal, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => terminal.IsVerbose && logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                terminal.Verbose($"{category}: {formatter(state, exception)}");
            }
        }
    }
}
