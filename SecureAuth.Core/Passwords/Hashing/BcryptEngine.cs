using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>What computes bcrypt digests, several at once if it can. Each worker of the gate owns one.</summary>
internal abstract class BcryptEngine
{
    /// <summary>The most inputs that one call takes.</summary>
    public abstract int Lanes { get; }

    /// <summary>Computes the digest of each input, on the calling thread.</summary>
    public abstract void Digest(ReadOnlySpan<BcryptInput> inputs);
}
