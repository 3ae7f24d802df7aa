using System.CommandLine;
using SecureAuth.Core;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.CommandLine;

internal static class EventOption
{
    private static readonly IReadOnlyDictionary<string, AuditEvent> Events = Enum.GetValues<AuditEvent>()
        .Where(member => member != AuditEvent.None)
        .ToDictionary(member => WireName.Of(member), StringComparer.Ordinal);

    public static Option<AuditEvent[]> Create()
    {
        var option = new Option<AuditEvent[]>("--event")
        {
            Description = "List only events of this kind, such as sign_in_refused; can be given several times",
            HelpName = "event",
            CustomParser = result => [.. result.Tokens.Select(token => Find(token.Value, result.AddError))],
        };

        // The names of the members of an enum would be offered otherwise.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Events.Keys.Order(StringComparer.Ordinal)]);
        return option;
    }

    private static AuditEvent Find(string name, Action<string> refuse)
    {
        if (Events.TryGetValue(name, out var member))
        {
            return member;
        }

        refuse(NearNames.Of(name, Events.Keys) is { Count: > 0 } near
            ? $"There is no event '{name}'. Did you mean {string.Join(", ", near)}?"
            : $"There is no event '{name}'. See docs/observability.md for all events.");
        return AuditEvent.None;
    }
}
