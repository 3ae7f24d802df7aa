using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Takes mails from the outbox and settles them. Several senders share the outbox: each skips the rows that another one takes,
/// and a row that has been taken is not due until its lease ends. A settlement only applies to the sender's own lease.
/// </summary>
internal sealed class OutboxQueue(AuthDbContext db, IOptions<EmailOptions> options)
{
    /// <summary>Longer than a sender works on one batch. After a crash, another sender takes the mails again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public const int BatchSize = 20;

    /// <param name="minimumAge">Younger mails are left to other senders.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public Task<List<LeasedMail>> LeaseAsync(TimeSpan minimumAge, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<LeasedMail>(
        $"""
        -- lease mails
        UPDATE outbox SET attempts = attempts + 1, next_attempt_at = clock_timestamp() + {Lease}
        WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM outbox
            WHERE sent_at IS NULL AND failed_at IS NULL AND next_attempt_at <= now() AND queued_at <= now() - {minimumAge}
            ORDER BY next_attempt_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
        RETURNING id, kind, user_id, recipient, details::text AS details, token_id, created_at,
            admitted_at IS NOT NULL AS is_admitted, attempts, clock_timestamp() - queued_at AS age
        """).ToListAsync(cancellationToken);

    public Task SentAsync(LeasedMail mail) => db.Database.ExecuteSqlAsync(
        $"""
        -- settle sent mail
        UPDATE outbox SET sent_at = clock_timestamp(), last_error = NULL,
            erase_at = clock_timestamp() + {options.Value.SentRetention}
        WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);

    public Task RetryAsync(LeasedMail mail, TimeSpan delay, string error) => db.Database.ExecuteSqlAsync(
        $"""
        -- settle delayed mail
        UPDATE outbox SET next_attempt_at = clock_timestamp() + {delay}, last_error = {error}
        WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);

    public Task FailAsync(LeasedMail mail, string error) => db.Database.ExecuteSqlAsync(
        $"""
        -- settle failed mail
        UPDATE outbox SET failed_at = clock_timestamp(), last_error = {error},
            erase_at = clock_timestamp() + {options.Value.FailedRetention}
        WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);

    /// <summary>Gives a mail back that was not tried.</summary>
    public Task ReleaseAsync(LeasedMail mail) => db.Database.ExecuteSqlAsync(
        $"""
        -- release mail
        UPDATE outbox SET next_attempt_at = clock_timestamp() WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);

    /// <summary>Deletes a mail that is not sent at all, so that nothing remains of its address.</summary>
    public Task DropAsync(LeasedMail mail) => db.Database.ExecuteSqlAsync(
        $"""
        -- drop mail
        DELETE FROM outbox WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);
}
