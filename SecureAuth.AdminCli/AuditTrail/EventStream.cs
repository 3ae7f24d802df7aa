using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>Writes events as they come: JSON Lines, or one table that grows.</summary>
internal sealed class EventStream(Terminal terminal)
{
    private TextTable? _last;

    public void Write(IReadOnlyList<StoredEvent> rows)
    {
        if (terminal.IsJson)
        {
            foreach (var row in rows)
            {
                terminal.JsonLine(RecordedEvent.From(row));
            }

            return;
        }

        if (rows is [] && _last is not null)
        {
            return;
        }

        var table = RecordedEvent.Describe(rows.Select(RecordedEvent.From)).Continue(_last);
        terminal.Part(table);
        _last = table;
    }
}
