using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Reads the signing keys once a second, so that a retired one is refused within that time, and the clock of Postgres. While
/// Postgres is away, or no migration has made any keys yet, it keeps trying, and the API keeps running.
/// </summary>
internal sealed partial class KeyLoader(
    IServiceScopeFactory scopes,
    SigningKeyRing signingKeys,
    MasterKeys masterKeys,
    PostgresClock clock,
    TimeProvider time,
    ILogger<KeyLoader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly RetriedWork _work = new("Loading the keys", logger);

    private bool _saidUsage;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (masterKeys.IsPublic)
        {
            LogPublic();
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => LoadAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await clock.ReadAsync(db, cancellationToken);
        await signingKeys.ReloadAsync(db, cancellationToken);
        await SayUsageAsync(scope.ServiceProvider.GetRequiredService<MasterKeyUsage>(), cancellationToken);
    }

    /// <summary>Once, as soon as there is a ring to tell of.</summary>
    private async Task SayUsageAsync(MasterKeyUsage usage, CancellationToken cancellationToken)
    {
        if (_saidUsage)
        {
            return;
        }

        var report = await usage.ReadAsync(cancellationToken);
        if (report.Keys.All(key => key.Elements == 0))
        {
            return;
        }

        LogUsage(report);
        _saidUsage = true;
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "Master keys, and how many elements of the key ring need them: {Report}")]
    private partial void LogUsage(MasterKeyReport report);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "No Keys__Master__0 is configured: the key ring is protected by a key that everybody knows")]
    private partial void LogPublic();
}
