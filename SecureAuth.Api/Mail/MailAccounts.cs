using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Finds the accounts of mails and of addresses.</summary>
internal sealed class MailAccounts(AuthDbContext db, ILookupNormalizer normalizer)
{
    /// <summary>Locks the account of a mail, or the one with its address. Returns null if there is none.</summary>
    public async Task<MailAccount?> LockAsync(LeasedMail mail, CancellationToken cancellationToken)
    {
        FormattableString hasId = $"id = {mail.UserId}";
        FormattableString hasAddress = $"normalized_email = {normalizer.NormalizeEmail(mail.Recipient)}";
        var rows = await db.Database.SqlQuery<MailAccount>(SqlFragment.Inline(
            $"""
            -- lock mail recipient
            SELECT id, email, normalized_email, display_name, is_active, email_verified, security_stamp,
                password_hash IS NOT NULL AS has_password
            FROM users WHERE {(mail.UserId is null ? hasAddress : hasId)} FOR UPDATE
            """)).ToListAsync(cancellationToken);
        return rows is [var account] ? account : null;
    }

    /// <summary>Whether an address belongs to another account, or may return to one.</summary>
    public async Task<bool> IsTakenAsync(string email, Guid exceptUserId)
    {
        var normalized = normalizer.NormalizeEmail(email);
        var rows = await db.Database.SqlQuery<bool>(SqlFragment.Inline(
            $"""
            -- check e-mail
            SELECT EXISTS (SELECT FROM users WHERE normalized_email = {normalized} AND id <> {exceptUserId}) OR EXISTS (
                SELECT FROM one_time_tokens t
                WHERE t.normalized_email = {normalized} AND t.user_id <> {exceptUserId} AND {RestoreTokens.Reserves}) AS "Value"
            """)).ToListAsync();
        return rows is [true];
    }
}
