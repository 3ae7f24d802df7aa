using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>Adds the revocations of the other replicas to this process's copy as soon as they are published.</summary>
internal sealed class RevocationListener(RedisLink redis, RevocationCopy copy, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The client of Redis renews the subscription after a lost connection.
        while (!await redis.TrySubscribeAsync(RevocationMessage.Channel, message =>
        {
            if (RevocationMessage.Parse(message) is { } revoked)
            {
                copy.Add(revoked);
            }
        }))
        {
            await Task.Delay(RetryDelay, time, stoppingToken);
        }
    }
}
