using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Tells the other replicas about committed revocations. Redis may lose a message, so the replicas also read all revocations from
/// PostgreSQL, three times a second.
/// </summary>
/// <param name="Server">Identifies the PostgreSQL server (<see cref="RevocationKey"/>).</param>
/// <param name="MovesEpoch">Whether all sessions of all users have ended.</param>
/// <param name="Sessions">The sessions that have ended.</param>
internal sealed record RevocationMessage(RedisKey Server, bool MovesEpoch, IReadOnlyCollection<Guid> Sessions)
{
    /// <summary>The users whose roles have changed. A message has either these or sessions.</summary>
    public IReadOnlyCollection<Guid> Users { get; init; } = [];

    /// <summary>One channel for all servers, because a subscription has to survive a failover of PostgreSQL.</summary>
    public static readonly RedisChannel Channel = RedisChannel.Literal("secureauth:revoked");

    private const char Separator = ' ';
    private const string All = "all";
    private const string Some = "some";
    private const string Roles = "roles";

    public RedisValue Encode() => Users.Count > 0
        ? string.Join(Separator, [(string)Server!, Roles, .. Users.Select(RevocationList.Field)])
        : string.Join(Separator, [(string)Server!, MovesEpoch ? All : Some, .. Sessions.Select(RevocationList.Field)]);

    /// <summary>Returns null if the message has another format, such as that of a later version.</summary>
    public static RevocationMessage? Parse(RedisValue message)
    {
        var parts = ((string?)message ?? "").Split(Separator);
        if (parts.Length < 2 || parts[1] is not (All or Some or Roles))
        {
            return null;
        }

        var ids = new List<Guid>(parts.Length - 2);
        foreach (var part in parts.Skip(2))
        {
            if (!Guid.TryParseExact(part, "N", out var id))
            {
                return null;
            }

            ids.Add(id);
        }

        return parts[1] == Roles
            ? new RevocationMessage(parts[0], MovesEpoch: false, []) { Users = ids }
            : new RevocationMessage(parts[0], parts[1] == All, ids);
    }
}
