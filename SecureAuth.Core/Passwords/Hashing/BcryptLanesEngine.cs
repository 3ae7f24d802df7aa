using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Uses SecureAuth.Bcrypt, which hashes up to four passwords at once.</summary>
internal sealed class BcryptLanesEngine : BcryptEngine
{
    private readonly BcryptLanes _lanes = new();

    public override int Lanes => BcryptLanes.MaximumLanes;

    public override void Digest(ReadOnlySpan<BcryptInput> inputs) => _lanes.Digest(inputs);

    public override void SelfTest() => BcryptSelfTest.ThrowIfFailed();
}
