using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Passwords;

/// <summary>
/// Hands an account over to the first person who proves to read the mails of its address, by a reset of the password. Somebody
/// else may have registered it and left a way in, a name, or fields that services would read in the owner's tokens.
/// </summary>
internal sealed class FirstVerification(
    AuthDbContext db,
    TotpCredentials totp,
    UserPasskeys passkeys,
    Outbox outbox,
    Usernames usernames,
    ConfiguredFields fields,
    IOptions<AccountOptions> accounts)
{
    /// <summary>
    /// Marks the address of a locked user as verified. If it was not before, this removes the names, the fields that users set
    /// themselves and the passkeys, and where nobody could use the account before, the authenticator. Elsewhere an authenticator
    /// is most often the owner's, and a reset must not remove that. It signs nobody in without the new password.
    /// </summary>
    /// <param name="transaction">The transaction, which also changes the password and ends the sessions.</param>
    /// <param name="entry">The audit entry of the reset, with the user.</param>
    public async Task ApplyAsync(AuditedTransaction transaction, AuditEntry entry)
    {
        var userId = entry.UserId!.Value;
        var own = fields.All.Where(field => field.IsEditableBy(FieldEditor.User)).Select(field => field.Name).ToArray();
        var isFirst = await db.Database.ExecuteSqlAsync(
            $"""
            -- verify e-mail
            UPDATE users SET email_verified = true, display_name = NULL, fields = fields - {own}
            WHERE id = {userId} AND NOT email_verified
            """) > 0;
        if (!isFirst)
        {
            return;
        }

        transaction.Record(entry with { Event = AuditEvent.EmailVerified });
        var removed = entry with { Reason = AuditReason.EmailNotVerified };
        if (await usernames.ReleaseAsync(userId) is UsernameOutcome.Removed)
        {
            transaction.Record(removed with { Event = AuditEvent.UsernameChanged });
            await outbox.AddAsync(transaction, Usernames.NoticeOf(userId, UsernameOutcome.Removed, entry.Actor));
        }

        if (await passkeys.RemoveAllAsync(userId) > 0)
        {
            transaction.Record(removed with { Event = AuditEvent.PasskeyRemoved });
            await TellAsync(transaction, MailKind.PasskeysChanged, MailChange.PasskeyRemoved, entry);
        }

        if (accounts.Value.RequiresVerifiedEmail && !(await totp.RemoveAsync(userId)).IsNone)
        {
            transaction.Record(removed with { Event = AuditEvent.TotpDisabled });
            await TellAsync(transaction, MailKind.SecondFactorChanged, MailChange.TotpDisabled, entry);
        }
    }

    private Task TellAsync(AuditedTransaction transaction, MailKind kind, MailChange change, AuditEntry entry) =>
        outbox.AddAsync(transaction, NewMail.ToUser(kind, entry.UserId, MailDetails.Of(entry.Actor, change)));
}
