using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>A reserved slot of the hash queue for a single hash. Disposing of an unused slot releases it.</summary>
public sealed class QueueSlot : IDisposable
{
    private readonly HashQueue _queue;
    private readonly BcryptSha256 _bcrypt;
    private readonly HashCaller _caller;
    private bool _used;

    internal QueueSlot(HashQueue queue, BcryptSha256 bcrypt, HashCaller caller)
    {
        _queue = queue;
        _bcrypt = bcrypt;
        _caller = caller;
    }

    /// <exception cref="OperationCanceledException">
    /// The operation was cancelled before a thread began it. A running operation is always completed.
    /// </exception>
    /// <exception cref="System.Text.EncoderFallbackException">The password contains a lone surrogate.</exception>
    public Task<string> HashAsync(string password, CancellationToken ct) => UseAsync(_bcrypt.BeginHash(password), ct);

    /// <summary>Hashes a verified password again, at no lower work factor than that of the stored hash.</summary>
    /// <inheritdoc cref="HashAsync"/>
    public Task<string> RehashAsync(string storedHash, string password, CancellationToken ct) =>
        UseAsync(_bcrypt.BeginHash(password, storedHash), ct);

    /// <summary>
    /// Verifies a password. If the user does not exist, pass null as the stored hash. A dummy hash of the same cost is then
    /// computed, and the result is <see cref="PasswordVerificationResult.Failed"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The operation was cancelled before a thread began it. A running operation is always completed.
    /// </exception>
    public Task<PasswordVerificationResult> VerifyAsync(string? storedHash, string password, CancellationToken ct) =>
        UseAsync(_bcrypt.BeginVerify(storedHash, password), ct);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _used, true))
        {
            _queue.Release(_caller);
        }
    }

    private Task<T> UseAsync<T>(HashJob<T> job, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _used, true))
        {
            throw new InvalidOperationException("A queue slot can be used for one hash only.");
        }

        return _queue.RunAsync(job, _caller, ct);
    }
}
