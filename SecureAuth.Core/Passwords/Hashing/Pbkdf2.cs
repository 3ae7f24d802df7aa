using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>PBKDF2 (RFC 8018).</summary>
internal sealed record Pbkdf2(HashAlgorithmName Hash, long Iterations, byte[] Salt) : KeyDerivation(Salt)
{
    private const int MaximumIterations = 3_000_000;

    public override bool IsAffordable => Iterations <= MaximumIterations;

    public override byte[] Derive(byte[] password, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, (int)Iterations, Hash, length);
}
