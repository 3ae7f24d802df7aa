using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// This process's own copy of the revocations, which answers without a network call. It answers only while it is known to contain
/// everything that PostgreSQL had committed less than a second ago, measured by a monotonic clock.
/// </summary>
/// <remarks>
/// The copy is read three times a second. The own revocations of this process are added at once, and those of the others when
/// their message arrives. A lost message therefore delays a revocation by no more than a second. A message can only add sessions
/// or keep the copy from answering, for one user or for all, so a forged one cannot have a revoked token accepted.
/// </remarks>
public sealed class RevocationCopy(RevocationSignal signal, TimeProvider time)
{
    /// <summary>
    /// Sessions, and users whose roles have changed: about 60 MB. If there are more within <see
    /// cref="RevocationList.Retention"/>, Redis answers instead.
    /// </summary>
    private const int MaxEntries = 1_000_000;

    /// <summary>Messages about more users than this between two reads keep the copy from answering for all.</summary>
    private const int MaxUnread = 10_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // Each set holds the revocations of one retention period. When the period ends, the older set is dropped as a whole.
    private HashSet<Guid> _sessions = [];
    private HashSet<Guid> _older = [];
    private Dictionary<Guid, long> _roles = [];
    private Dictionary<Guid, long> _olderRoles = [];
    private long _periodStartedAt = time.GetTimestamp();
    private bool _full;

    // Users whose new version a message has announced, and a read has not found yet.
    private readonly HashSet<Guid> _unread = [];
    private long _unreadSince;

    private RedisKey _server;
    private ulong _cursor;
    private long _epoch;

    /// <summary>
    /// The start of the last read as a timestamp of <c>time</c>, or null if the copy is incomplete.
    /// </summary>
    private long? _readAt;

    /// <summary>The age of the copy, or null if it is incomplete.</summary>
    internal TimeSpan? Age
    {
        get
        {
            lock (_lock)
            {
                return _readAt is { } readAt ? time.GetElapsedTime(readAt) : null;
            }
        }
    }

    /// <summary>Returns null if the copy cannot answer.</summary>
    internal TokenStanding? StandingOf(IssuedToken token)
    {
        lock (_lock)
        {
            if (_readAt is not { } readAt || time.GetElapsedTime(readAt) >= MaxAge)
            {
                return null;
            }

            if (_sessions.Contains(token.SessionId)
                || _older.Contains(token.SessionId)
                || SessionId.CreatedAt(token.SessionId).ToUnixTimeMilliseconds() <= _epoch)
            {
                return TokenStanding.Revoked;
            }

            if (token.RolesVersion < _roles.GetValueOrDefault(token.UserId)
                || token.RolesVersion < _olderRoles.GetValueOrDefault(token.UserId))
            {
                return TokenStanding.Outdated;
            }

            return _unread.Contains(token.UserId) ? null : TokenStanding.Accepted;
        }
    }

    /// <summary>The cursor from which the next read has to start: 0 for everything.</summary>
    internal ulong CursorFor(RedisKey server)
    {
        lock (_lock)
        {
            return _server == server ? _cursor : 0;
        }
    }

    /// <summary>Adds revocations that this process has committed. They are true for every server.</summary>
    internal void AddOwn(IReadOnlyCollection<Guid> sessions) => Change(() => Add(sessions));

    /// <summary>Adds a change of roles that this process has committed.</summary>
    internal void AddOwn(RolesVersion roles) => Change(() => Add([roles]));

    /// <summary>Adds an epoch in the same way. An older one that arrives late has no effect.</summary>
    internal void AddOwn(DateTimeOffset epoch) => Change(() => MoveEpoch(epoch));

    /// <summary>
    /// Adds the revocations of another replica. Those of another server are ignored, since a copy of the database has the same
    /// sessions. A new epoch and a new version of roles have to be read from PostgreSQL: a wrong one could not be taken back.
    /// </summary>
    internal void Add(RevocationMessage message) => Change(() =>
    {
        if (_server != message.Server)
        {
            return false;
        }

        var added = Add(message.Sessions);
        if (message.MovesEpoch || _unread.Count + message.Users.Count > MaxUnread)
        {
            _readAt = null;
        }
        else if (message.Users.Count > 0)
        {
            _unread.UnionWith(message.Users);
            _unreadSince = time.GetTimestamp();
        }

        return added || message.MovesEpoch || message.Users.Count > 0;
    });

    /// <summary>Adds a page of a read that is not its last one. It does not make the copy complete.</summary>
    internal void AddPage(Revocations read) => Change(() => _server == read.Server && (Add(read.Sessions) | Add(read.Roles)));

    /// <summary>
    /// Adds the last page of what was read from PostgreSQL, which makes the copy complete up to the time of the read.
    /// </summary>
    /// <param name="read">The last page, with the cursor and the epoch of the first.</param>
    /// <param name="from">The cursor from which the read started.</param>
    /// <param name="readAt">A timestamp from before the read.</param>
    /// <remarks>
    /// After the copy was dropped, only a read that begins later completes it. What this process revoked while the present read
    /// was running may be missing in it, and was dropped too.
    /// </remarks>
    internal void Accept(Revocations read, ulong from, long readAt) => Change(() =>
    {
        // After a failover or a restore, another server answers. Its revocations have to be read from the beginning.
        if (_server != read.Server || read.Cursor < _cursor)
        {
            Forget();
            _server = read.Server;
            return true;
        }

        if (from > _cursor || !StartPeriod())
        {
            return false;
        }

        var changed = Add(read.Sessions) | Add(read.Roles) | MoveEpoch(read.Epoch);
        if (readAt > _unreadSince)
        {
            // The changes had been committed before their messages arrived, and so before this read began.
            _unread.Clear();
        }

        _cursor = read.Cursor;
        _readAt = _full ? null : readAt;
        return changed;
    });

    /// <summary>Makes a change, and wakes those who wait for revocations if there are new ones.</summary>
    private void Change(Func<bool> change)
    {
        bool changed;
        lock (_lock)
        {
            changed = change();
        }

        if (changed)
        {
            signal.Raise();
        }
    }

    private bool MoveEpoch(DateTimeOffset epoch)
    {
        var last = _epoch;
        _epoch = Math.Max(last, epoch.ToUnixTimeMilliseconds());
        return _epoch > last;
    }

    /// <returns>Whether any of the sessions may be new.</returns>
    private bool Add(IReadOnlyCollection<Guid> sessions)
    {
        if (_full)
        {
            return sessions.Count > 0;
        }

        var known = _sessions.Count;
        _sessions.UnionWith(sessions);
        StopIfFull();
        return _full || _sessions.Count > known;
    }

    /// <returns>Whether any of the versions is new.</returns>
    private bool Add(IReadOnlyCollection<RolesVersion> roles)
    {
        if (_full)
        {
            return roles.Count > 0;
        }

        var added = false;
        foreach (var (userId, version) in roles)
        {
            if (_roles.GetValueOrDefault(userId) < version)
            {
                _roles[userId] = version;
                added = true;
            }
        }

        StopIfFull();
        return added;
    }

    private void StopIfFull()
    {
        if (_sessions.Count + _older.Count + _roles.Count + _olderRoles.Count <= MaxEntries)
        {
            return;
        }

        _full = true;
        _readAt = null;
        ForgetEntries();
    }

    /// <summary>Returns false if the copy was full and begins anew.</summary>
    private bool StartPeriod()
    {
        if (time.GetElapsedTime(_periodStartedAt) < RevocationList.Retention)
        {
            return true;
        }

        _periodStartedAt = time.GetTimestamp();
        if (_full)
        {
            Forget();
            return false;
        }

        (_sessions, _older) = ([], _sessions);
        (_roles, _olderRoles) = ([], _roles);
        return true;
    }

    private void ForgetEntries()
    {
        (_sessions, _older) = ([], []);
        (_roles, _olderRoles) = ([], []);
    }

    private void Forget()
    {
        ForgetEntries();
        _full = false;
        _readAt = null;
        _cursor = 0;
        _epoch = 0;
    }
}
