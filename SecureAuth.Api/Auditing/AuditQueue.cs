using System.Threading.Channels;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Auditing;

/// <summary>
/// The rows that wait for <see cref="AuditQueueWriter"/>. A refusal that anybody can bring about, as often as they like, must
/// cost next to nothing and must not need Postgres, which the flood may be aimed at; so here, and only here, an event does not
/// wait for its row.
/// </summary>
internal sealed class AuditQueue(int capacity, AuthMeter meter)
{
    private readonly Channel<QueuedEntry> _entries = Channel.CreateBounded<QueuedEntry>(
        new BoundedChannelOptions(capacity) { SingleReader = true });

    public ChannelReader<QueuedEntry> Entries => _entries.Reader;

    /// <summary>Never waits: what does not fit is counted, and lost.</summary>
    /// <param name="entry">What the row says.</param>
    /// <param name="isDue">Asked before it is written; false drops it. Null: it is written.</param>
    public void Add(AuditEntry entry, Func<Task<bool>>? isDue = null)
    {
        if (!_entries.Writer.TryWrite(new QueuedEntry(entry, isDue)))
        {
            meter.AuditRowDropped();
        }
    }

    /// <summary>Ends <see cref="Entries"/> after what is queued.</summary>
    public void Complete() => _entries.Writer.TryComplete();
}
