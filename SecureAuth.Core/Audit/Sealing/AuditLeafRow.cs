using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>All columns of an audit row, from which its leaf is computed.</summary>
/// <param name="OccurredAt">The time for people, within the range of .NET.</param>
/// <param name="TimeBytes">The time as PostgreSQL sends it.</param>
/// <param name="Event">The number of the event.</param>
/// <param name="Outcome">The number of the outcome.</param>
/// <param name="ActorKind">The number of the kind of actor.</param>
/// <param name="ActorName">An operator or a service.</param>
/// <param name="UserId">The user the event is about.</param>
/// <param name="Reason">A stable word, or the text of an operator, which is personal.</param>
/// <param name="AddressBytes">The address as PostgreSQL sends it.</param>
/// <param name="RequestId">The id that the client may have chosen.</param>
/// <param name="TraceId">The id that the server chose.</param>
/// <param name="Salt">Null if the row is older than the seals, or if its user has been erased.</param>
/// <param name="ErasedDigest">The digest of the personal columns that the erasure left.</param>
internal sealed record AuditLeafRow(
    long Id,
    DateTimeOffset OccurredAt,
    byte[] TimeBytes,
    int Event,
    int Outcome,
    int ActorKind,
    string? ActorName,
    Guid? UserId,
    Guid? SessionId,
    string? Reason,
    byte[]? AddressBytes,
    string? UserAgent,
    string? RequestId,
    string TraceId,
    Guid? Salt,
    byte[]? ErasedDigest) : Confidential
{
    /// <summary>The columns of the table with the alias <c>a</c>.</summary>
    public static readonly SqlFragment Columns = new(
        """
        a.id, LEAST(GREATEST(a.occurred_at, '0001-01-02 00:00:00+00'), '9999-12-30 00:00:00+00') AS occurred_at,
        timestamptz_send(a.occurred_at) AS time_bytes, a.event, a.outcome, a.actor_kind, a.actor_name, a.user_id, a.session_id,
        a.reason, inet_send(a.address) AS address_bytes, a.user_agent, a.request_id, a.trace_id, a.salt, a.erased_digest
        """);

    public bool IsRefresh => Event == (int)AuditEvent.Refreshed;

    /// <summary>Whether the leaf contains the personal columns.</summary>
    public bool HasPersonalDigest => Salt is not null || ErasedDigest is not null;

    public bool IsErased => ErasedDigest is not null;

    /// <summary>The reason is personal only if an operator wrote it.</summary>
    public bool HasPersonalReason => ActorKind == (int)Audit.ActorKind.Operator;
}
