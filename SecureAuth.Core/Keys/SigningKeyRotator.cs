using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Announces the next signing key when it is time to. Every instance looks, and the database lets one of them do it.
/// </summary>
internal sealed partial class SigningKeyRotator(
    IServiceScopeFactory scopes,
    WarmUpService warmUps,
    TimeProvider time,
    ILogger<SigningKeyRotator> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly RetriedWork _work = new("rotate signing keys", "Rotating the signing keys", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => RotateAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> RotateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rotation = scope.ServiceProvider.GetRequiredService<SigningKeyRotation>();
        if (await rotation.AnnounceIfDueAsync(cancellationToken) is not { } next)
        {
            return WorkResult.Unchanged;
        }

        LogAnnounced(next.KeyId, next.ActivatesAt);
        return WorkResult.Changed("the next signing key was announced");
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "Announced the signing key {KeyId}, which signs from {ActivatesAt} on")]
    private partial void LogAnnounced(string keyId, DateTimeOffset activatesAt);
}
