using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>A kept place at the gate, good for one hash. Disposing of it unused gives it back.</summary>
public sealed class QueueSlot : IDisposable
{
    private readonly HashQueue _gate;
    private readonly BcryptSha256 _bcrypt;
    private readonly HashCaller _claimant;
    private bool _used;

    internal QueueSlot(HashQueue gate, BcryptSha256 bcrypt, HashCaller claimant)
    {
        _gate = gate;
        _bcrypt = bcrypt;
        _claimant = claimant;
    }

    /// <exception cref="OperationCanceledException">Cancelled before a thread began; once begun, the hash is finished.</exception>
    /// <exception cref="System.Text.EncoderFallbackException">The password has a lone surrogate, so it is no text.</exception>
    public Task<string> HashAsync(string password, CancellationToken ct) => UseAsync(_bcrypt.BeginHash(password), ct);

    /// <summary>Hashes a password anew that a stored hash has verified, at no lower cost.</summary>
    /// <inheritdoc cref="HashAsync"/>
    public Task<string> RehashAsync(string storedHash, string password, CancellationToken ct) =>
        UseAsync(_bcrypt.BeginHash(password, storedHash), ct);

    /// <summary>
    /// Verifies a password. Where there is no such user, the stored hash is null: a dummy of the same cost is verified,
    /// and the result is <see cref="PasswordVerificationResult.Failed"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before a thread began; once begun, the work is finished.</exception>
    public Task<PasswordVerificationResult> VerifyAsync(string? storedHash, string password, CancellationToken ct) =>
        UseAsync(_bcrypt.BeginVerify(storedHash, password), ct);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _used, true))
        {
            _gate.Leave(_claimant);
        }
    }

    private Task<T> UseAsync<T>(PasswordWork<T> work, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _used, true))
        {
            throw new InvalidOperationException("A place at the gate is good for one hash.");
        }

        return _gate.RunAsync(work, _claimant, ct);
    }
}
