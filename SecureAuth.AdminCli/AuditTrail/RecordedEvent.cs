using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>
/// A security event as commands write it. Programs rely on the names and the values of the members, which docs/cli.md explains.
/// </summary>
/// <param name="Number">The stable number of the event.</param>
/// <param name="Event">The stable name of the event.</param>
/// <param name="Actor">The name of an operator or a service. Any other actor is named by its kind.</param>
internal sealed record RecordedEvent(
    long Id,
    DateTimeOffset OccurredAt,
    int Number,
    string Event,
    string Outcome,
    string Actor,
    string ActorKind,
    Guid? UserId,
    Guid? SessionId,
    string? Address,
    string? UserAgent,
    string? Reason,
    string? RequestId,
    string TraceId)
{
    public static RecordedEvent From(StoredEvent row) => new(
        row.Id,
        row.OccurredAt,
        (int)row.Event,
        Name(row.Event),
        Name(row.Outcome),
        row.ActorName ?? Name(row.ActorKind),
        Name(row.ActorKind),
        row.UserId,
        row.SessionId,
        row.Address?.ToString(),
        row.UserAgent,
        row.Reason,
        row.RequestId,
        row.TraceId);

    public static TextTable Describe(IEnumerable<RecordedEvent> events)
    {
        var table = TextTable.WithHeader(
            ["ID", "Time", "Event"],
            "User", "Outcome", "Address", "Actor", "Reason", "Session", "User agent", "Request ID", "Trace ID")
            .Highlight(Styles.Warning, "Outcome", "refused");
        foreach (var e in events)
        {
            table.Row(
                $"{e.Id}",
                TextTable.Time(e.OccurredAt),
                e.Event,
                e.UserId?.ToString(),
                e.Outcome,
                e.Address,
                e.Actor,
                e.Reason,
                e.SessionId?.ToString(),
                e.UserAgent,
                e.RequestId,
                e.TraceId);
        }

        return table;
    }

    /// <summary>An event of a later version, which this one does not know, has its number as its name.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => WireName.Find(value) ?? value.ToString();
}
