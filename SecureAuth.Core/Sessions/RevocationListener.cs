using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>Adds the revocations of the other replicas to this process's copy as soon as they are published.</summary>
internal sealed class RevocationListener(RedisLink redis, RevocationCopy copy) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Connecting may take a while, and the start does not wait for it.
        await Task.Yield();
        redis.Subscribe(RevocationMessage.Channel, message =>
        {
            if (RevocationMessage.Parse(message) is { } revoked)
            {
                copy.Add(revoked);
            }
        });
    }
}
