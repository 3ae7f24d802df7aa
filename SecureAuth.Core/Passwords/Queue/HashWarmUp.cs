using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Starts the hashing threads, so that the first sign-in is as fast as later ones. The self-test has compiled the hashing code.
/// </summary>
internal sealed class HashWarmUp(HashQueue queue) : IWarmUp
{
    public Task WarmUpAsync(CancellationToken cancellationToken)
    {
        _ = queue.RetryAfter;
        return Task.CompletedTask;
    }
}
