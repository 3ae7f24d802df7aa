using Microsoft.Extensions.Hosting;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Starts the hashing threads, so that the first sign-in is as fast as later ones. The self-test has compiled the hashing code.
/// </summary>
internal sealed class HashWarmUp(HashQueue queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = queue.RetryAfter;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
