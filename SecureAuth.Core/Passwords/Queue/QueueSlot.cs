using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>A reserved slot of the hash queue for a single hash. Disposing of an unused slot releases it.</summary>
public sealed class QueueSlot : IDisposable
{
    private readonly HashQueue _queue;
    private readonly PasswordHashes _hashes;
    private readonly HashCaller _caller;
    private bool _used;

    internal QueueSlot(HashQueue queue, PasswordHashes hashes, HashCaller caller)
    {
        _queue = queue;
        _hashes = hashes;
        _caller = caller;
    }

    /// <exception cref="OperationCanceledException">
    /// The operation was cancelled before a thread began it. A running operation is always completed.
    /// </exception>
    /// <exception cref="System.Text.EncoderFallbackException">The password contains a lone surrogate.</exception>
    public async Task<string> HashAsync(string password, CancellationToken ct) =>
        (await UseAsync(_hashes.BeginHash(password), ct)).Result;

    /// <summary>Hashes a verified password again, at no lower cost than that of the stored hash.</summary>
    /// <inheritdoc cref="HashAsync"/>
    public async Task<string> RehashAsync(string storedHash, string password, CancellationToken ct) =>
        (await UseAsync(_hashes.BeginHash(password, storedHash), ct)).Result;

    /// <summary>
    /// Verifies a password. If the user does not exist, pass null as the stored hash. A dummy hash of the same cost is then
    /// computed, and the result is <see cref="PasswordVerificationResult.Failed"/>. A failure after a cheaper computation is
    /// delayed until the time of a dummy has passed.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The operation was cancelled before a thread began it. A running operation is always completed.
    /// </exception>
    public async Task<PasswordVerificationResult> VerifyAsync(string? storedHash, string password, CancellationToken ct)
    {
        var job = _hashes.BeginVerify(storedHash, password);
        var (result, run) = await UseAsync(job, ct);
        if (result == PasswordVerificationResult.Failed && !job.IsTypical)
        {
            await _queue.HideDurationAsync(run);
        }

        return result;
    }

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _used, true))
        {
            _queue.Release(_caller);
        }
    }

    private Task<(T Result, HashRun Run)> UseAsync<T>(HashJob<T> job, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _used, true))
        {
            throw new InvalidOperationException("A queue slot can be used for one hash only.");
        }

        return _queue.RunAsync(job, _caller, ct);
    }
}
