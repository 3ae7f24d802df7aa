using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Computes bcrypt digests, several at once if the engine supports it. Each worker thread has its own engine.</summary>
internal abstract class BcryptEngine
{
    /// <summary>The maximum number of inputs per call.</summary>
    public abstract int Lanes { get; }

    /// <summary>Computes the digest of each input, on the calling thread.</summary>
    public abstract void Digest(ReadOnlySpan<BcryptInput> inputs);

    /// <summary>Computes published hashes in every lane, which also lets the code be compiled.</summary>
    /// <exception cref="BcryptSelfTestException">A hash was wrong.</exception>
    public abstract void SelfTest();
}
