using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Extensions.Hosting;

/// <summary>Writes one log record per line to standard output, as JSON, or as plain text in Development.</summary>
internal static class ConsoleLogs
{
    /// <summary>
    /// The log levels of the frameworks. The request records of ASP.NET Core contain query strings, which may hold secrets.
    /// Entity Framework, Npgsql and the authentication handlers also throw the errors that they log, and the service logs them
    /// once where it catches them. The Redis client logs an outage every second, and the service logs it once. The result of a
    /// health check is in its response. Kestrel logs an error with a stack trace for every client that disconnects in the middle
    /// of a body, which clients could use to flood the log.
    /// </summary>
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.AspNetCore.Authentication"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Npgsql"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:StackExchange.Redis"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http"] = nameof(LogLevel.Warning),
    };

    public static void AddConsoleLogs(this IHostApplicationBuilder builder)
    {
        // This source comes first, so that any other configuration source overrides it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });

        builder.Services.AddSingleton<IExternalScopeProvider, RequestScopes>();
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddConsole(console => console.FormatterName = DevelopmentConsoleFormatter.FormatterName)
                .AddConsoleFormatter<DevelopmentConsoleFormatter, ConsoleFormatterOptions>();
            return;
        }

        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
    }
}
