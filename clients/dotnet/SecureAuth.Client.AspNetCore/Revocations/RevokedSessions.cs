using System.Collections.Concurrent;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// The sessions that have ended, the users whose roles have changed, and since when the server has not been heard.
/// </summary>
internal sealed class RevokedSessions(TimeSpan staleAfter, TimeProvider time)
{
    /// <summary>About 100 MB. A service that hears of more in 70 minutes no longer answers, instead of forgetting some.</summary>
    private const int MaximumEntries = 1_000_000;

    /// <summary>An access token lives for at most an hour, and clocks may differ.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(70);

    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConcurrentDictionary<Guid, long> _sessions = [];
    private ConcurrentDictionary<Guid, long>? _next;
    private ConcurrentDictionary<Guid, Change> _roles = [];
    private ConcurrentDictionary<Guid, Change>? _nextRoles;
    private volatile string _first = "";
    private volatile bool _isFull;
    private long _heardAt;
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Completes when the first list is complete.</summary>
    public Task Heard => _heard.Task;

    /// <summary>Whether the server has been heard lately.</summary>
    public bool IsFresh => _heard.Task.IsCompleted
        && time.GetElapsedTime(Interlocked.Read(ref _heardAt)) < staleAfter
        && !_isFull;

    public TokenStanding Of(GenuineToken token)
    {
        // What is known to be revoked stays so, however old the news is.
        if (Volatile.Read(ref _sessions).ContainsKey(token.Session)
            || string.CompareOrdinal(token.Session.ToString(), _first) < 0)
        {
            return TokenStanding.Revoked;
        }

        if (Volatile.Read(ref _roles).TryGetValue(token.User, out var change) && token.RolesVersion < change.Version)
        {
            return TokenStanding.Outdated;
        }

        return IsFresh ? TokenStanding.Live : TokenStanding.Unknown;
    }

    /// <summary>Adds a page. Called by one caller at a time.</summary>
    /// <param name="page">The page.</param>
    /// <param name="askedAt">The moment before it was asked for.</param>
    public void Add(RevocationPage page, long askedAt)
    {
        // A list of a server that was restored from a backup may begin earlier. Nobody is signed in again by that.
        if (page.FirstSession is { } first && string.CompareOrdinal(first, _first) > 0)
        {
            _first = first;
        }

        if (page.Reset)
        {
            _next = [];
            _nextRoles = [];
        }

        var now = time.GetTimestamp();
        var target = _next ?? _sessions;
        foreach (var session in page.Sessions)
        {
            if (Guid.TryParse(session.Id, out var id))
            {
                target[id] = now;

                // The old list answers until the new one is complete, and should not know less.
                _sessions[id] = now;
            }
        }

        foreach (var changed in page.Roles ?? [])
        {
            if (Guid.TryParse(changed.UserId, out var user))
            {
                Raise(_nextRoles ?? _roles, user, new Change(changed.RolesVersion, now));
                Raise(_roles, user, new Change(changed.RolesVersion, now));
            }
        }

        if (page.More)
        {
            return;
        }

        if (_next is not null)
        {
            Volatile.Write(ref _sessions, _next);
            Volatile.Write(ref _roles, _nextRoles!);
            _next = null;
            _nextRoles = null;
        }

        Sweep(now);
        _isFull = _sessions.Count + _roles.Count > MaximumEntries;

        // The answer may have been on its way for long. Only what was true when it was asked for is certain.
        Interlocked.Exchange(ref _heardAt, askedAt);
        _heard.TrySetResult();
    }

    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_sweptAt, now) < TimeSpan.FromMinutes(1))
        {
            return;
        }

        _sweptAt = now;
        foreach (var (session, addedAt) in _sessions)
        {
            if (time.GetElapsedTime(addedAt, now) > Retention)
            {
                _sessions.TryRemove(session, out _);
            }
        }

        foreach (var (user, change) in _roles)
        {
            if (time.GetElapsedTime(change.AddedAt, now) > Retention)
            {
                _roles.TryRemove(user, out _);
            }
        }
    }

    /// <summary>An older version that arrives late has no effect.</summary>
    private static void Raise(ConcurrentDictionary<Guid, Change> roles, Guid user, Change change) =>
        roles.AddOrUpdate(user, change, (_, known) => known.Version < change.Version ? change : known);

    private readonly record struct Change(long Version, long AddedAt);
}
