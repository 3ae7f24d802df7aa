namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A password hashing function other than bcrypt, with its parameters and its salt.</summary>
internal abstract record KeyDerivation(byte[] Salt)
{
    /// <summary>No computation may need more memory, because a stored hash alone decides how much it needs.</summary>
    protected const long MaximumMemory = Argon2Options.LimitKiB * 1024L;

    /// <summary>The most bytes that a computation may write to its memory in all passes, which bounds its duration.</summary>
    protected const long MaximumTraffic = Argon2Options.TrafficLimitKiB * 1024L;

    /// <summary>The memory of a computation in bytes.</summary>
    public virtual long Memory => 0;

    /// <summary>
    /// Whether the cost is within the limits. A hash with a higher cost is never computed: a planted or imported one could
    /// occupy a thread for days, or exhaust the memory.
    /// </summary>
    public abstract bool IsAffordable { get; }

    public abstract byte[] Derive(byte[] password, int length);
}
