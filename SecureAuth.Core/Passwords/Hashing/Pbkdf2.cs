using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>PBKDF2 (RFC 8018). Each block of the key, which has the size of the hash, costs all iterations.</summary>
internal sealed record Pbkdf2(HashAlgorithmName Hash, long Iterations, byte[] Salt, int KeyLength) : KeyDerivation(Salt)
{
    private const int MaximumIterations = 3_000_000;

    public override bool IsAffordable => Iterations * Blocks <= MaximumIterations;

    private int Blocks => (KeyLength + BlockSize - 1) / BlockSize;

    private int BlockSize => Hash.Name switch
    {
        nameof(HashAlgorithmName.SHA512) => SHA512.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA256) => SHA256.HashSizeInBytes,
        _ => SHA1.HashSizeInBytes,
    };

    public override byte[] Derive(byte[] password, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, (int)Iterations, Hash, length);
}
