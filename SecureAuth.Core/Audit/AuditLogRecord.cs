using System.Collections;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>
/// The log record of a security event. The names and values of its attributes are stable, because alerts and dashboards are built
/// on them. An attribute without a value is left out.
/// </summary>
internal sealed class AuditLogRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _attributes = [];

    public AuditLogRecord(AuditEntry entry)
    {
        var actor = entry.Actor;
        Add("event", WireName.Of(entry.Event));
        Add("event_number", (int)entry.Event);
        Add("outcome", WireName.Of(entry.Outcome));
        Add("reason", entry.Reason?.Text);
        Add("user_id", entry.UserId?.ToString());
        Add("session_id", entry.SessionId?.ToString());
        Add("actor_kind", WireName.Of(actor.Kind));
        Add("actor_name", actor.Name);
        Add("client_address", actor.Address?.ToString());
        Add("user_agent", actor.UserAgent);
        Add("request_id", actor.RequestId);
        Add("trace_id", actor.TraceId);
    }

    public int Count => _attributes.Count;

    public KeyValuePair<string, object?> this[int index] => _attributes[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _attributes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        "Audit: " + string.Join(' ', _attributes.Select(attribute => $"{attribute.Key}={Format(attribute.Value)}"));

    private void Add(string name, object? value)
    {
        if (value is not null)
        {
            _attributes.Add(new(name, value));
        }
    }

    /// <summary>Text with white space, such as a user agent, is quoted, so that a reader can tell where a value ends.</summary>
    private static string Format(object? value) => value is string text && text.AsSpan().ContainsAny(' ', '"')
        ? $"\"{text.Replace('"', '\'')}\""
        : $"{value}";
}
