using SecureAuth.Core.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Connects to Redis and has it compile the script before the first request is taken: the first call takes longer than
/// the budget of one, and would begin the day with stricter limits and an outage in the audit log.
/// </summary>
internal sealed class RateLimitWarmUp(RedisLink redis, TimeProvider time) : IHostedService
{
    private const int Attempts = 3;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await RunScriptAsync() && attempt < Attempts; attempt++)
        {
            await Task.Delay(RedisLink.Pause, time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>On a bucket of no client, which is gone again a moment later.</summary>
    private async Task<bool> RunScriptAsync() =>
        await redis.TryEvaluateAsync(GcraScript.Script, GcraScript.KeysOf("warm_up", "none"), [1, 1, 1]) is not null;
}
