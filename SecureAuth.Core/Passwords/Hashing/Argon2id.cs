using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Argon2id, version 1.3 (RFC 9106). All its lanes are computed on the calling thread.</summary>
internal sealed record Argon2id(int MemoryKiB, int Iterations, int Parallelism, byte[] Salt) : KeyDerivation(Salt)
{
    public override long Memory => MemoryKiB * 1024L;

    public override bool IsAffordable =>
        Memory <= MaximumMemory
        && Iterations <= Argon2Options.MaximumIterations
        && Parallelism <= Argon2Options.MaximumParallelism
        && Memory * Iterations <= MaximumTraffic;

    public override byte[] Derive(byte[] password, int length)
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithSalt(Salt)
            .WithMemoryAsKB(MemoryKiB)
            .WithIterations(Iterations)
            .WithParallelism(Parallelism)
            .Build());
        var key = new byte[length];
        generator.GenerateBytes(password, key);
        return key;
    }
}
