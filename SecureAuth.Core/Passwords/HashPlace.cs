using Microsoft.AspNetCore.Identity;

namespace SecureAuth.Core.Passwords;

/// <summary>A kept place at the gate, good for one hash. Disposing of it unused gives it back.</summary>
public sealed class HashPlace : IDisposable
{
    private readonly PasswordGate _gate;
    private readonly BcryptSha256 _bcrypt;
    private bool _used;

    internal HashPlace(PasswordGate gate, BcryptSha256 bcrypt)
    {
        _gate = gate;
        _bcrypt = bcrypt;
    }

    /// <exception cref="OperationCanceledException">Cancelled before a thread began; once begun, the hash is finished.</exception>
    public Task<string> HashAsync(string password, CancellationToken ct) =>
        UseAsync(() => _bcrypt.Hash(password), "hash", ct);

    /// <summary>
    /// Verifies a password. Where there is no such user, the stored hash is null: a dummy of the same cost is verified,
    /// and the result is <see cref="PasswordVerificationResult.Failed"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before a thread began; once begun, the work is finished.</exception>
    public Task<PasswordVerificationResult> VerifyAsync(string? storedHash, string password, CancellationToken ct) =>
        UseAsync(() => _bcrypt.Verify(storedHash, password), "verify", ct);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _used, true))
        {
            _gate.Leave();
        }
    }

    internal Task<T> UseAsync<T>(Func<T> hash, string operation, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _used, true))
        {
            throw new InvalidOperationException("A place at the gate is good for one hash.");
        }

        return _gate.RunAsync(hash, operation, ct);
    }
}
