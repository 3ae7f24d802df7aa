using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>The computation of a job, with the password that it is about.</summary>
internal abstract class HashWork
{
    /// <summary>The bytes that the computation needs beyond a few kilobytes. The queue bounds their sum.</summary>
    public virtual long Memory => 0;

    /// <summary>Clears the password and the result.</summary>
    public abstract void Wipe();
}

/// <summary>A bcrypt digest, which an engine computes together with others of equal cost.</summary>
internal sealed class BcryptWork(BcryptInput input) : HashWork
{
    public BcryptInput Input => input;

    public override void Wipe() => input.Wipe();
}
