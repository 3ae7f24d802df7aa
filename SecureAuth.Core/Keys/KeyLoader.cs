using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Reads the signing keys three times a second, so that requests need not wait for them, and the clock of Postgres once a second.
/// While Postgres is unavailable, or before a migration has created the keys, it keeps retrying and the API keeps running.
/// </summary>
internal sealed partial class KeyLoader(
    IServiceScopeFactory scopes,
    SigningKeyReader signingKeys,
    MasterKeys masterKeys,
    PostgresClock clock,
    TimeProvider time,
    ILogger<KeyLoader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(1);

    private readonly RetriedWork _work = new("load keys", "Loading the keys", logger);

    private long? _clockReadAt;

    private bool _usageLogged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (masterKeys.UsesDevelopmentKey)
        {
            LogPublic();
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => LoadAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (_clockReadAt is not { } readAt || time.GetElapsedTime(readAt) >= ClockInterval)
        {
            _clockReadAt = time.GetTimestamp();
            await clock.ReadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), cancellationToken);
        }

        var changed = await signingKeys.ReadAgainAsync().WaitAsync(cancellationToken);
        if (!_usageLogged)
        {
            await LogUsageAsync(scope.ServiceProvider.GetRequiredService<MasterKeyUsage>(), cancellationToken);
        }

        return changed ? WorkResult.Changed("signing keys changed") : WorkResult.Unchanged;
    }

    /// <summary>Waits until the ring has elements, so that the report is not logged before the migration.</summary>
    private async Task LogUsageAsync(MasterKeyUsage usage, CancellationToken cancellationToken)
    {
        var report = await usage.ReadAsync(cancellationToken);
        if (report.Keys.All(key => key.Elements == 0))
        {
            return;
        }

        LogUsage(report);
        _usageLogged = true;
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "Master keys and the number of key ring elements that need them: {Report}")]
    private partial void LogUsage(MasterKeyReport report);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "Keys__Master__0 is not configured: the key ring is protected by a well-known development key")]
    private partial void LogPublic();
}
