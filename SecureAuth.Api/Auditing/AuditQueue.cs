using System.Diagnostics;
using System.Threading.Channels;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Auditing;

/// <summary>
/// The audit entries that wait for <see cref="AuditQueueWriter"/>. Anybody can cause a refusal any number of times, so it must be
/// cheap and must not depend on Postgres, which may be the target of the flood. These are the only events that are not audited
/// synchronously.
/// </summary>
internal sealed class AuditQueue(int capacity, AuthMeter meter)
{
    private readonly Channel<QueuedEntry> _entries = Channel.CreateBounded<QueuedEntry>(
        new BoundedChannelOptions(capacity) { SingleReader = true });

    public ChannelReader<QueuedEntry> Entries => _entries.Reader;

    /// <summary>Adds an entry without waiting. If the queue is full, the entry is dropped and counted.</summary>
    /// <param name="entry">The entry to write.</param>
    /// <param name="isDue">Called before the entry is written. The entry is dropped if it returns false.</param>
    public void Add(AuditEntry entry, Func<Task<bool>>? isDue = null)
    {
        if (!_entries.Writer.TryWrite(new QueuedEntry(entry, isDue, Activity.Current?.Context ?? default)))
        {
            meter.AuditRowDropped();
        }
    }

    /// <summary>Accepts no further entries, so that <see cref="Entries"/> ends after those that are queued.</summary>
    public void Complete() => _entries.Writer.TryComplete();
}

/// <param name="Entry">The entry to write.</param>
/// <param name="IsDue">
/// Called before the entry is written, outside of any request. Returns false if another replica has already written such an
/// entry.
/// </param>
/// <param name="Request">The span of the request that was refused.</param>
internal sealed record QueuedEntry(AuditEntry Entry, Func<Task<bool>>? IsDue, ActivityContext Request);
