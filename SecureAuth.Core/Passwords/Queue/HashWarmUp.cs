using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Starts the hashing threads and lets the hashing code be compiled, so that the first sign-in is as fast as later ones.
/// </summary>
internal sealed class HashWarmUp(HashQueue queue, BcryptSha256 bcrypt) : IHostedService
{
    private const int MinWorkFactor = 4;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = queue.RetryAfter;
        var engine = bcrypt.NewEngine();
        foreach (var count in (int[])[1, engine.Lanes])
        {
            var salt = BcryptBase64.NewSalt();
            engine.Digest([.. Enumerable.Range(0, count).Select(_ => new BcryptInput([], salt, MinWorkFactor))]);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
