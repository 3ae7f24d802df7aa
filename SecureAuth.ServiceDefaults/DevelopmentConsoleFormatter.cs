using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Writes one short line per log record for a developer's terminal, with the id of the request. The formatters of .NET print
/// either no scope or all of them, which is several lines.
/// </summary>
internal sealed class DevelopmentConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "development";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);

        var now = time.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        textWriter.Write($"{now} {ShortName(logEntry.LogLevel)} {logEntry.Category}: ");
        var message = OnOneLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.Write(message);
        if (FindRequestId(scopeProvider) is { } requestId && !message.Contains(requestId, StringComparison.Ordinal))
        {
            textWriter.Write($" [request {requestId}]");
        }

        textWriter.WriteLine();
        if (logEntry.Exception is { } error)
        {
            textWriter.WriteLine(error);
        }
    }

    /// <summary>A line break in a logged value would look like another record.</summary>
    private static string OnOneLine(string message) => message.ReplaceLineEndings(" ");

    private static string ShortName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    /// <summary>The scope that ASP.NET Core opens for each request contains its id.</summary>
    private static string? FindRequestId(IExternalScopeProvider? scopes)
    {
        var found = new Found();
        scopes?.ForEachScope(
            static (scope, found) =>
            {
                if (scope is not IEnumerable<KeyValuePair<string, object?>> values)
                {
                    return;
                }

                foreach (var (key, value) in values)
                {
                    if (key == RequestScopes.RequestIdKey)
                    {
                        found.RequestId = value?.ToString();
                    }
                }
            },
            found);
        return found.RequestId;
    }

    private sealed class Found
    {
        public string? RequestId { get; set; }
    }
}
