using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <param name="Job">The password to hash or verify.</param>
/// <param name="Caller">The caller whose slot the job occupies.</param>
/// <param name="QueuedAt">The time of queueing as a timestamp of the queue's clock.</param>
internal sealed record QueuedJob(HashJob Job, HashCaller Caller, long QueuedAt);
