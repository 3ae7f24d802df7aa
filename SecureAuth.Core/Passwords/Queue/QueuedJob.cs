using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <param name="Job">The password to hash or verify.</param>
/// <param name="Caller">The caller whose slot the job occupies.</param>
/// <param name="QueuedAt">The time of queueing as a timestamp of the queue's clock.</param>
internal sealed record QueuedJob(HashJob Job, HashCaller Caller, long QueuedAt)
{
    /// <summary>The run that included the job. It is set before the job is completed.</summary>
    public HashRun? Run { get; set; }
}

/// <summary>One run of a hashing thread.</summary>
/// <param name="StartedAt">The start as a timestamp of the queue's clock.</param>
/// <param name="Duration">The time that the thread needed.</param>
/// <param name="BatchSize">The number of passwords that it hashed at once.</param>
internal sealed record HashRun(long StartedAt, TimeSpan Duration, int BatchSize);
