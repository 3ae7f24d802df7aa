using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Connects to Redis and loads the script before the first request. The first call exceeds the time budget of a call, which would
/// cause stricter limits and an outage in the audit log.
/// </summary>
internal sealed class RateLimitWarmUp(RedisLink redis) : IHostedService
{
    private const int MaxAttempts = 3;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("warm up rate limits");
        for (var attempt = 1; !await RunScriptAsync() && attempt < MaxAttempts; attempt++)
        {
            // The system clock, because the delay waits for another process. A test that replaces the clock would never start.
            await Task.Delay(RedisLink.Pause, TimeProvider.System, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Uses a bucket that belongs to no client and expires at once.</summary>
    private async Task<bool> RunScriptAsync() =>
        await redis.TryEvaluateAsync(GcraScript.Script, GcraScript.KeysOf("warm_up", "none"), [1, 1, 1]) is not null;
}
