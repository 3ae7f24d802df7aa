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

        var id = await InsertAsync(mail);
        if (mail.TokenId is { } tokenId)
        {
            await SetTokenAsync(id, tokenId);
        }

        transaction.AfterCommit(signal.Set);
    }

    /// <summary>
    /// Sets the token of a mail. Only the API's role may do that, so this is not part of the statement that inserts a mail.
    /// </summary>
    public Task SetTokenAsync(Guid mailId, Guid tokenId) => db.Database.ExecuteSqlAsync(
        $"""
        -- set mail token
        UPDATE outbox SET token_id = {tokenId} WHERE id = {mailId}
        """);

    /// <summary>Adds a mail on behalf of the sender, which finds it with its next batch.</summary>
    public Task PassOnAsync(NewMail mail) => InsertAsync(mail);

    /// <summary>
    /// Keeps notices that wait at the address that the account has now. They may report what somebody did who is about to change
    /// the address, and must not go to the new one. The caller has locked the user's row.
    /// </summary>
    public Task KeepAtPresentAddressAsync(Guid userId) => db.Database.ExecuteSqlAsync(
        $"""
        -- keep mails at address
        UPDATE outbox m SET recipient = u.email
        FROM users u
        WHERE u.id = {userId} AND m.user_id = u.id AND m.recipient IS NULL AND m.sent_at IS NULL
        """);

    private async Task<Guid> InsertAsync(NewMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);

        var id = Guid.CreateVersion7(time.GetUtcNow());
        await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- insert mail
            INSERT INTO {OutboxColumns.Table}
            VALUES ({OutboxColumns.ValuesOf(id, mail)})
            """));
        return id;
    }
}
