using Org.BouncyCastle.Crypto.Generators;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>scrypt (RFC 7914).</summary>
/// <param name="CostLog">The base-two logarithm of the cost N.</param>
internal sealed record Scrypt(int CostLog, int BlockSize, int Parallelism, byte[] Salt) : KeyDerivation(Salt)
{
    private const int MaximumBlockSize = 32;

    /// <summary>RFC 7914 limits N to less than 2^(128 · r / 8).</summary>
    private int MaximumCostLog => Math.Min(24, (16 * BlockSize) - 1);

    public override long Memory => (128L * BlockSize) << CostLog;

    public override bool IsAffordable =>
        BlockSize <= MaximumBlockSize
        && CostLog <= MaximumCostLog
        && Parallelism <= Argon2Options.MaximumParallelism
        && Memory <= MaximumMemory
        && Memory * Parallelism <= MaximumTraffic;

    public override byte[] Derive(byte[] password, int length) =>
        SCrypt.Generate(password, Salt, 1 << CostLog, BlockSize, Parallelism, length);
}
