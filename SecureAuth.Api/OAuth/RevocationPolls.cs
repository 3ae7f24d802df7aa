using Microsoft.Extensions.Options;
using SecureAuth.Api.Shutdown;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Sessions.Feed;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.OAuth;

/// <summary>
/// The requests that wait for revocations. Their number is limited for each service, so that one that leaks requests does not
/// take the room of the others.
/// </summary>
internal sealed class RevocationPolls(
    RevocationFeed feed, IOptions<OAuthOptions> options, ShutdownDrain drain, AuthMeter meter)
{
    /// <summary>A replica that shuts down answers soon, but a service in a loop must not ask it without a pause.</summary>
    private static readonly TimeSpan MaxWaitInShutdown = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>Whether the process shuts down, so that the service should ask another replica next.</summary>
    public bool IsStopping => drain.Stopping.IsCancellationRequested;

    /// <returns>Null if too many requests of the service are waiting already.</returns>
    public async Task<FeedPage?> PollAsync(string service, string? since, TimeSpan wait, CancellationToken disconnected)
    {
        if (wait == TimeSpan.Zero)
        {
            return await feed.PollAsync(since, wait, disconnected);
        }

        if (!TryEnter(service))
        {
            return null;
        }

        try
        {
            if (IsStopping)
            {
                return await feed.PollAsync(since, wait < MaxWaitInShutdown ? wait : MaxWaitInShutdown, disconnected);
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(disconnected, drain.Stopping);
            return await feed.PollAsync(since, wait, ended.Token);
        }
        finally
        {
            Leave(service);
        }
    }

    private bool TryEnter(string service)
    {
        lock (_lock)
        {
            var waiting = _waiting.GetValueOrDefault(service);
            if (waiting >= options.Value.PollsPerClient)
            {
                return false;
            }

            _waiting[service] = waiting + 1;
        }

        meter.RevocationPolls(1);
        return true;
    }

    private void Leave(string service)
    {
        lock (_lock)
        {
            _waiting[service]--;
        }

        meter.RevocationPolls(-1);
    }
}
