using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Mail;

/// <summary>
/// Takes mails in the transaction of what they report: either both are committed, or neither is. The sender of the API delivers
/// them afterwards, so that nobody waits for a mail server.
/// </summary>
public sealed class Outbox(AuthDbContext db, OutboxSignal signal, TimeProvider time)
{
    public async Task AddAsync(AuditedTransaction transaction, NewMail mail)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(mail);

        await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- insert mail
            INSERT INTO {OutboxColumns.Table}
            VALUES ({OutboxColumns.ValuesOf(Guid.CreateVersion7(time.GetUtcNow()), mail)})
            """));
        transaction.AfterCommit(signal.Set);
    }
}
