using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Mail;

/// <summary>The mails that are neither sent nor given up.</summary>
/// <param name="Depth">Their number.</param>
/// <param name="Age">For how long the oldest of them has been waiting.</param>
public sealed record OutboxReading(long Depth, TimeSpan Age)
{
    /// <summary>Beyond this, something is wrong with the mail server or with its settings.</summary>
    private static readonly TimeSpan TolerableAge = TimeSpan.FromMinutes(10);

    public bool IsStuck => Age > TolerableAge;

    public static async Task<OutboxReading> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // The condition on next_attempt_at lets Postgres use the index of the mails that wait.
        var rows = await db.Database.SqlQuery<OutboxReading>(
            $"""
            -- read outbox
            SELECT count(*) AS depth, GREATEST(clock_timestamp() - min(queued_at), interval '0') AS age
            FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at < 'infinity'
            """).ToListAsync(cancellationToken);
        return rows[0];
    }
}
