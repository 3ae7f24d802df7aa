using System.Diagnostics;
using Npgsql;

namespace SecureAuth.Core.Data;

/// <summary>
/// Names the spans of SQL statements for what they do. The name is the comment in the first line of a statement, which also shows
/// in PostgreSQL's own views and logs: <c>-- reserve attempt</c>, or <c>TagWith("find user")</c> in a query.
/// </summary>
public static class PostgresSpans
{
    private const string CommentStart = "-- ";

    private const string InsertStart = "INSERT INTO ";

    public static void Configure(NpgsqlTracingOptionsBuilder tracing)
    {
        ArgumentNullException.ThrowIfNull(tracing);

        tracing.ConfigureCommandSpanNameProvider(command => NameOf(command.CommandText))
            .ConfigureCommandEnrichmentCallback(Describe)
            .EnableFirstResponseEvent(false);
    }

    /// <summary>Returns null for a statement that has no name, whose span then has the name of the database system.</summary>
    internal static string? NameOf(string statement)
    {
        var text = statement.AsSpan().TrimStart();
        if (text.StartsWith(CommentStart, StringComparison.Ordinal))
        {
            var line = text[CommentStart.Length..];
            var end = line.IndexOfAny('\r', '\n');
            return end < 0 ? null : line[..end].Trim().ToString();
        }

        // Entity Framework generates the statements of SaveChanges, which are inserts.
        if (text.StartsWith(InsertStart, StringComparison.OrdinalIgnoreCase))
        {
            var table = text[InsertStart.Length..];
            var end = table.IndexOfAny(" (");
            return end < 0 ? null : $"insert {table[..end].Trim('"').ToString().Replace('_', ' ')}";
        }

        return null;
    }

    private static void Describe(Activity span, NpgsqlCommand command)
    {
        span.SetTag("db.query.summary", span.DisplayName);

        // The text of a statement without parameters may contain values, such as the verifier of a role's password.
        if (command.Parameters.Count == 0)
        {
            span.SetTag("db.query.text", null);
        }
    }
}
