namespace SecureAuth.Core.Passwords;

/// <summary>The cost of Argon2id for new hashes. The defaults are OWASP's recommendation.</summary>
public sealed class Argon2Options
{
    /// <summary>The most memory of a single hash, of a new one or a stored one.</summary>
    internal const int LimitKiB = 256 * 1024;

    /// <summary>The most memory that all passes of a hash together may write, which bounds its duration.</summary>
    internal const int TrafficLimitKiB = 4 * LimitKiB;

    internal const int MaximumIterations = 16;

    internal const int MaximumParallelism = 16;

    /// <summary>Combinations that OWASP considers equally strong: the least memory for each number of iterations.</summary>
    private static readonly int[] LeastMemoryKiB = [47_104, 19_456, 12_288, 9_216, 7_168];

    public int MemoryKiB { get; set; } = 19_456;

    public int Iterations { get; set; } = 2;

    /// <summary>The number of lanes. A single thread computes all of them, so more lanes do not shorten a hash.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>The least memory that is strong enough with the configured iterations.</summary>
    internal int MinimumMemoryKiB => LeastMemoryKiB[Math.Clamp(Iterations, 1, LeastMemoryKiB.Length) - 1];

    internal int MaximumMemoryKiB => Math.Min(LimitKiB, TrafficLimitKiB / Math.Max(Iterations, 1));
}
