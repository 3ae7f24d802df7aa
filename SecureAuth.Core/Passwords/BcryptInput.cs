using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords;

/// <summary>A password on its way through bcrypt.</summary>
/// <param name="password">Its bytes; those past the 72nd do not count. The array belongs to this from now on.</param>
/// <param name="salt">22 digits of bcrypt's base64.</param>
/// <param name="workFactor">The base-two logarithm of the rounds.</param>
/// <param name="leastWorkFactor">
/// Work on for as many rounds as this one has, to no other end than taking the time: an account with an old, cheap hash would
/// otherwise answer sooner.
/// </param>
internal sealed class BcryptInput(byte[] password, string salt, int workFactor, int leastWorkFactor = 0)
{
    public const int MaximumPasswordLength = 72;
    public const int SaltLength = 16;
    public const int DigestLength = 23;

    private readonly byte[] _digest = new byte[DigestLength];

    public ReadOnlySpan<byte> Password => password;

    public string Salt => salt;

    public int WorkFactor => workFactor;

    public int LeastWorkFactor => Math.Max(workFactor, leastWorkFactor);

    /// <summary>23 bytes: bcrypt drops the last of its 24. Filled in by an engine.</summary>
    public Span<byte> Digest => _digest;

    /// <summary>To be called once the digest has been used.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(password);
        CryptographicOperations.ZeroMemory(_digest);
    }
}
