using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Admits mails, and counts those of an account, whose row is locked.</summary>
internal sealed class MailQuota(AuthDbContext db)
{
    /// <summary>
    /// Admits a mail unless there have been too many of its kind. What was changed counts as part of the kind: somebody who
    /// removes a second factor must not go unnoticed because its owner has just changed something else.
    /// </summary>
    public async Task<bool> AdmitAsync(LeasedMail mail, Guid userId, string recipient, int limit) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            -- admit mail
            UPDATE outbox o SET admitted_at = clock_timestamp(), user_id = {userId}, recipient = {recipient}
            WHERE o.id = {mail.Id} AND o.attempts = {mail.Attempts} AND (
                SELECT count(*) FROM outbox sent
                WHERE sent.user_id = {userId} AND sent.kind = {(int)mail.Kind} AND sent.admitted_at > now() - {MailLimits.Window}
                    AND sent.details->>'change' IS NOT DISTINCT FROM o.details->>'change') < {limit}
            """) > 0;

    /// <summary>Admits an invitation. Inviting is limited where it happens.</summary>
    public Task AdmitInvitationAsync(LeasedMail mail) => db.Database.ExecuteSqlAsync(
        $"""
        -- admit invitation
        UPDATE outbox SET admitted_at = clock_timestamp() WHERE id = {mail.Id} AND attempts = {mail.Attempts}
        """);

    /// <summary>Whether an account whose address is not verified has had as many links as it may.</summary>
    public async Task<bool> HadTooManyLinksAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<bool>(
            $"""
            -- count links
            SELECT count(*) >= {MailLimits.MaxDailyLinksToUnverified}
                OR count(*) FILTER (WHERE admitted_at > now() - {MailLimits.Window}) >= {MailLimits.MaxLinksToUnverified}
                AS "Value"
            FROM outbox
            WHERE user_id = {userId} AND kind = ANY({RequestedMails.Kinds()}) AND admitted_at > now() - {MailLimits.Day}
            """).ToListAsync();
        return rows is [true];
    }

    /// <summary>Whether a mail of the same kind that was requested later has been admitted.</summary>
    public async Task<bool> HasNewerAsync(LeasedMail mail, Guid userId)
    {
        var newer = await db.Database.SqlQuery<bool>(
            $"""
            -- check newer mail
            SELECT EXISTS (
                SELECT FROM outbox
                WHERE user_id = {userId} AND kind = {(int)mail.Kind} AND admitted_at > now() - {MailLimits.Window}
                    AND created_at > {mail.CreatedAt}) AS "Value"
            """).ToListAsync();
        return newer is [true];
    }
}
