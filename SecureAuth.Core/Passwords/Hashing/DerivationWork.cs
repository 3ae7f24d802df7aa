using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A key derivation, which occupies a hashing thread alone.</summary>
/// <param name="derivation">The function and its parameters.</param>
/// <param name="password">The bytes of the password. The array is not copied, and <see cref="Wipe"/> clears it.</param>
/// <param name="keyLength">The length of the key in bytes.</param>
internal sealed class DerivationWork(KeyDerivation derivation, byte[] password, int keyLength) : HashWork
{
    public KeyDerivation Derivation => derivation;

    /// <summary>Empty until <see cref="Run"/> has returned.</summary>
    public byte[] Key { get; private set; } = [];

    public override long Memory => derivation.Memory;

    public void Run() => Key = derivation.Derive(password, keyLength);

    public override void Wipe()
    {
        CryptographicOperations.ZeroMemory(password);
        CryptographicOperations.ZeroMemory(Key);
    }
}
