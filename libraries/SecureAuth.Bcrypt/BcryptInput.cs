using System.Security.Cryptography;

namespace SecureAuth.Hashing;

/// <summary>One password for <see cref="BcryptLanes.Digest"/>, and room for its digest.</summary>
/// <remarks>Unlike <see cref="Bcrypt"/>, it accepts passwords of more than 72 bytes and with zero bytes.</remarks>
public sealed class BcryptInput
{
    /// <summary>The number of password bytes that bcrypt reads.</summary>
    public const int MaximumPasswordLength = 72;

    /// <summary>The number of bytes of a decoded salt.</summary>
    public const int SaltLength = 16;

    /// <summary>The number of bytes of a digest. bcrypt drops the last byte of its 24.</summary>
    public const int DigestLength = 23;

    /// <summary>The lowest work factor, for tests: 16 rounds.</summary>
    public const int MinimumWorkFactor = 4;

    /// <summary>The highest work factor, which takes days: 2,147,483,648 rounds.</summary>
    public const int MaximumWorkFactor = 31;

    private readonly byte[] _password;
    private readonly byte[] _digest = new byte[DigestLength];

    /// <summary>Prepares a password.</summary>
    /// <param name="password">
    /// The bytes of the password. Bytes after the 72nd are ignored. The array is not copied, and <see cref="Wipe"/> clears it.
    /// </param>
    /// <param name="salt">22 digits of bcrypt's base64, see <see cref="BcryptBase64.NewSalt"/>.</param>
    /// <param name="workFactor">The base-two logarithm of the number of rounds, 4 to 31.</param>
    /// <param name="leastWorkFactor">
    /// If it is greater than <paramref name="workFactor"/>, the lane goes on for as many rounds as this work factor has, and the
    /// digest stays that of <paramref name="workFactor"/>. Without it, an account with an old, cheap hash is answered sooner,
    /// and the time tells which accounts have one.
    /// </param>
    /// <exception cref="ArgumentException">The salt is not 22 digits of bcrypt's base64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A work factor is out of range.</exception>
    public BcryptInput(byte[] password, string salt, int workFactor, int leastWorkFactor = 0)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(salt);
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, MinimumWorkFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, MaximumWorkFactor);
        ArgumentOutOfRangeException.ThrowIfNegative(leastWorkFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leastWorkFactor, MaximumWorkFactor);
        if (salt.Length != BcryptBase64.SaltDigits || !BcryptBase64.IsText(salt))
        {
            throw new ArgumentException("A salt is 22 digits of bcrypt's base64.", nameof(salt));
        }

        _password = password;
        Salt = salt;
        WorkFactor = workFactor;
        LeastWorkFactor = Math.Max(workFactor, leastWorkFactor);
    }

    /// <summary>The bytes of the password.</summary>
    public ReadOnlySpan<byte> Password => _password;

    /// <summary>22 digits of bcrypt's base64.</summary>
    public string Salt { get; }

    /// <summary>The base-two logarithm of the number of rounds after which the digest is taken.</summary>
    public int WorkFactor { get; }

    /// <summary>The base-two logarithm of the number of rounds in all: never less than <see cref="WorkFactor"/>.</summary>
    public int LeastWorkFactor { get; }

    /// <summary>23 bytes, zero until an engine has written the digest.</summary>
    public Span<byte> Digest => _digest;

    /// <summary>Clears the password and the digest. Call it after the digest has been used.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(_password);
        CryptographicOperations.ZeroMemory(_digest);
    }
}
