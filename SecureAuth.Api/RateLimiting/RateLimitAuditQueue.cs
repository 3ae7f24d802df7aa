using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The rows that wait for <see cref="RateLimitAuditWriter"/>. A refusal must cost next to nothing and must not need
/// Postgres, which the flood may be aimed at; so here, and only here, an event does not wait for its row.
/// </summary>
internal sealed class RateLimitAuditQueue(IOptions<RateLimitOptions> options, AuthMeter meter)
{
    private readonly Channel<AuditEntry> _entries = Channel.CreateBounded<AuditEntry>(
        new BoundedChannelOptions(options.Value.AuditQueue) { SingleReader = true });

    public ChannelReader<AuditEntry> Entries => _entries.Reader;

    /// <summary>Never waits: what does not fit is counted, and lost.</summary>
    public void Add(AuditEntry entry)
    {
        if (!_entries.Writer.TryWrite(entry))
        {
            meter.AuditRowDropped();
        }
    }

    /// <summary>Ends <see cref="Entries"/> after what is queued.</summary>
    public void Complete() => _entries.Writer.TryComplete();
}
