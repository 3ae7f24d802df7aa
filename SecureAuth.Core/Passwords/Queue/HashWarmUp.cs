using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Starts the hashing threads and compiles what they run, so that the first sign-in after a start is no slower than the next.
/// </summary>
internal sealed class HashWarmUp(HashQueue gate, BcryptSha256 bcrypt) : IHostedService
{
    private const int LowestWorkFactor = 4;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = gate.RetryAfter;
        var engine = bcrypt.NewEngine();
        foreach (var count in (int[])[1, engine.Lanes])
        {
            var salt = BcryptBase64.NewSalt();
            engine.Digest([.. Enumerable.Range(0, count).Select(_ => new BcryptInput([], salt, LowestWorkFactor))]);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
