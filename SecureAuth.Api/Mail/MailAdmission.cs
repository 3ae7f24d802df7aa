using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Decides whether a mail may be sent: finds its account, limits how many mails of a kind an account gets, and issues the token.
/// The user's row is locked, so that of several mails that are admitted at once no more pass than the limit allows.
/// </summary>
internal sealed class MailAdmission(
    AuthDbContext db,
    OneTimeTokens tokens,
    MailedCodes codes,
    PasswordReplacement passwords,
    Outbox outbox,
    OutboxQueue queue,
    Invitations invitations,
    ILookupNormalizer normalizer,
    AuditLog audit)
{
    public async Task<Admission> AdmitAsync(LeasedMail mail, CancellationToken cancellationToken)
    {
        if (mail is { UserId: null, Recipient: null })
        {
            return new Admission.Dropped(MailDrop.NoAccount);
        }

        // Read first: a transaction runs nothing but statements.
        var key = await tokens.KeyAsync(cancellationToken);
        await using var transaction = await audit.BeginAsync();
        var admission = mail.Kind == MailKind.Invitation
            ? await InviteAsync(mail)
            : await AdmitAsync(transaction, mail, key, cancellationToken);
        if (admission is not Admission.Dropped)
        {
            await transaction.CommitAsync();
        }

        return admission;
    }

    private async Task<Admission> AdmitAsync(
        AuditedTransaction transaction, LeasedMail mail, OneTimeTokenKey key, CancellationToken cancellationToken) =>
        await LockAsync(mail, cancellationToken) switch
        {
            null => new Admission.Dropped(MailDrop.NoAccount),
            var account when mail.IsAdmitted => await RepeatAsync(mail, account),
            var account when mail.TokenId is { } tokenId => await AdmitAsync(mail, account, tokenId),
            var account => await AdmitAsync(transaction, mail, account, key),
        };

    /// <summary>
    /// Whether the address has an account by now is found out here, and not when it is invited, so that a user who invites does
    /// not learn that. The mail contains nothing that its inviter has written.
    /// </summary>
    private async Task<Admission> InviteAsync(LeasedMail mail)
    {
        if (mail.TokenId is not { } id || await invitations.RenewAsync(id) is not { } token)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            -- admit invitation
            UPDATE outbox SET admitted_at = clock_timestamp() WHERE id = {mail.Id} AND attempts = {mail.Attempts}
            """);
        return new Admission.Admitted(mail.Recipient!, Name: null, token);
    }

    private async Task<Admission> AdmitAsync(
        AuditedTransaction transaction, LeasedMail mail, Account account, OneTimeTokenKey key)
    {
        if (mail.Kind == MailKind.VerifyEmail && account.EmailVerified)
        {
            return new Admission.Dropped(MailDrop.NotNeeded);
        }

        var purpose = PurposeOf(mail.Kind, account);
        if (!account.IsActive && RequestedMails.Contains(mail.Kind))
        {
            return new Admission.Dropped(MailDrop.NoAccount);
        }

        // This happens once in the life of an account, so the mail is neither outdated nor one too many.
        var endsPassword = IsRegistration(mail) && account is { EmailVerified: false, HasPassword: true };
        if (endsPassword)
        {
            account = account with { SecurityStamp = await EndPasswordAsync(transaction, account.Id) };
        }

        // Two replicas may take two requests in the wrong order. The link of the newer one must remain valid. Codes end nothing.
        else if (purpose is not null && CodeOf(mail) is null && await HasNewerAsync(mail, account.Id))
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        // A request gets the address that is stored. The one that was typed only found it.
        var recipient = RequestedMails.Contains(mail.Kind) ? account.Email : mail.Recipient ?? account.Email;
        var limit = purpose is null ? MailLimits.MaxNotices
            : RequestedMails.Contains(mail.Kind) && mail.UserId is null && !endsPassword ? MailLimits.MaxLinks
            : int.MaxValue;
        if ((limit == MailLimits.MaxLinks && !account.EmailVerified && await HadTooManyAsync(account.Id))
            || !await CountAsync(mail, account.Id, recipient, limit))
        {
            return new Admission.Dropped(MailDrop.TooMany);
        }

        if (purpose is null)
        {
            return new Admission.Admitted(recipient, NameFor(mail.Kind, account), Token: null);
        }

        var codeId = CodeOf(mail) is not null && await codes.HadTooManyAsync(account.Id) ? null : CodeOf(mail);
        var token = await IssueAsync(codeId);
        if (token is null && endsPassword)
        {
            // The code has expired while the mail waited. The password ends all the same, so its owner needs another way.
            token = await IssueAsync(codeId: null);
        }

        if (token is null)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        await outbox.SetTokenAsync(mail.Id, token.Id);
        return new Admission.Admitted(recipient, NameFor(mail.Kind, account), token);

        Task<TokenSubject?> IssueAsync(Guid? codeId) => tokens.IssueAsync(
            key, purpose.Value, account.Id, account.NormalizedEmail, account.SecurityStamp, codeId: codeId);
    }

    private static Guid? CodeOf(LeasedMail mail) => mail.ParseDetails().CodeId;

    /// <summary>
    /// Ends the password that somebody has chosen who may not be the owner of the address. The owner, who has registered now,
    /// could otherwise open an older link that only verifies the address, and the other person would have the account.
    /// </summary>
    private Task<string> EndPasswordAsync(AuditedTransaction transaction, Guid userId)
    {
        var trace = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        var actor = new Actor(ActorKind.System, Name: null, Address: null, UserAgent: null, RequestId: null, trace);
        return passwords.EndAsync(
            transaction,
            new AuditEntry(AuditEvent.PasswordEnded, AuditOutcome.Success, actor)
            {
                UserId = userId,
                Reason = AuditReason.RegisteredAgain,
            });
    }

    /// <summary>
    /// A mail whose token was issued together with what it reports. Its cause limits such mails, so that none is swallowed here.
    /// </summary>
    private async Task<Admission> AdmitAsync(LeasedMail mail, Account account, Guid tokenId)
    {
        if (await tokens.RenewAsync(tokenId) is not { Email: { } recipient } token)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        if (token.Purpose == OneTimeTokenPurpose.ChangeEmail && await IsTakenAsync(recipient, account.Id))
        {
            return await PassOnAsync(mail, recipient);
        }

        return await CountAsync(mail, account.Id, recipient, int.MaxValue)
            ? new Admission.Admitted(recipient, NameFor(mail.Kind, account), token)
            : new Admission.Dropped(MailDrop.TooMany);
    }

    /// <summary>
    /// Tells the owner of an address instead of sending the link to it. For the user who asked for the address, the mail has been
    /// sent: otherwise an export, which lists the user's mails, would tell that the address is taken.
    /// </summary>
    private async Task<Admission> PassOnAsync(LeasedMail mail, string address)
    {
        await outbox.PassOnAsync(NewMail.ToAddress(
            MailKind.RegistrationAttempt, address, new MailDetails { Change = MailChange.EmailChangeAttempt }));
        await queue.SentAsync(mail);
        return new Admission.PassedOn();
    }

    private async Task<bool> IsTakenAsync(string email, Guid userId)
    {
        var normalized = normalizer.NormalizeEmail(email);
        var rows = await db.Database.SqlQuery<bool>(SqlFragment.Inline(
            $"""
            -- check e-mail
            SELECT EXISTS (SELECT FROM users WHERE normalized_email = {normalized} AND id <> {userId}) OR EXISTS (
                SELECT FROM one_time_tokens t
                WHERE t.normalized_email = {normalized} AND t.user_id <> {userId} AND {RestoreTokens.Reserves}) AS "Value"
            """)).ToListAsync();
        return rows is [true];
    }

    /// <summary>A mail that could not be delivered before keeps its token, unless a newer mail has replaced that.</summary>
    private async Task<Admission> RepeatAsync(LeasedMail mail, Account account)
    {
        var recipient = mail.Recipient ?? account.Email;
        if (mail.TokenId is not { } tokenId)
        {
            return new Admission.Admitted(recipient, NameFor(mail.Kind, account), Token: null);
        }

        var token = await tokens.RenewAsync(tokenId);
        return token is null
            ? new Admission.Dropped(MailDrop.Outdated)
            : new Admission.Admitted(recipient, NameFor(mail.Kind, account), token);
    }

    private async Task<bool> HasNewerAsync(LeasedMail mail, Guid userId)
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

    /// <summary>
    /// Admits a mail unless there have been too many of its kind. What was changed counts as part of the kind: somebody who
    /// removes a second factor must not go unnoticed because its owner has just changed something else.
    /// </summary>
    private async Task<bool> CountAsync(LeasedMail mail, Guid userId, string recipient, int limit) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            -- admit mail
            UPDATE outbox o SET admitted_at = clock_timestamp(), user_id = {userId}, recipient = {recipient}
            WHERE o.id = {mail.Id} AND o.attempts = {mail.Attempts} AND (
                SELECT count(*) FROM outbox sent
                WHERE sent.user_id = {userId} AND sent.kind = {(int)mail.Kind} AND sent.admitted_at > now() - {MailLimits.Window}
                    AND sent.details->>'change' IS NOT DISTINCT FROM o.details->>'change') < {limit}
            """) > 0;

    /// <summary>Whether an account whose address is not verified has had as many links as it may. Its row is locked.</summary>
    private async Task<bool> HadTooManyAsync(Guid userId)
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

    private async Task<Account?> LockAsync(LeasedMail mail, CancellationToken cancellationToken)
    {
        var rows = mail.UserId is { } id
            ? await db.Database.SqlQuery<Account>(
                $"""
                -- lock mail recipient
                SELECT id, email, normalized_email, display_name, is_active, email_verified, security_stamp,
                    password_hash IS NOT NULL AS has_password
                FROM users WHERE id = {id} FOR UPDATE
                """).ToListAsync(cancellationToken)
            : await db.Database.SqlQuery<Account>(
                $"""
                -- lock mail recipient
                SELECT id, email, normalized_email, display_name, is_active, email_verified, security_stamp,
                    password_hash IS NOT NULL AS has_password
                FROM users WHERE normalized_email = {normalizer.NormalizeEmail(mail.Recipient)} FOR UPDATE
                """).ToListAsync(cancellationToken);
        return rows is [var account] ? account : null;
    }

    /// <summary>Whether somebody has tried to register, and not to get the address for another account.</summary>
    private static bool IsRegistration(LeasedMail mail) => mail.Kind == MailKind.RegistrationAttempt
        && mail.ParseDetails().Change != MailChange.EmailChangeAttempt;

    /// <summary>
    /// Whoever registers with the address of somebody else chooses a password for it. If its owner registers later, the mail lets
    /// the owner choose another one. A link that only verified the address would leave the account to the other person. Where the
    /// password has been ended already, every link sets one.
    /// </summary>
    private static OneTimeTokenPurpose? PurposeOf(MailKind kind, Account account) => kind switch
    {
        MailKind.VerifyEmail when account.HasPassword => OneTimeTokenPurpose.VerifyEmail,
        MailKind.VerifyEmail => OneTimeTokenPurpose.ResetPassword,
        MailKind.ResetPassword => OneTimeTokenPurpose.ResetPassword,
        MailKind.RegistrationAttempt when !account.EmailVerified => OneTimeTokenPurpose.ResetPassword,
        _ => null,
    };

    /// <summary>
    /// The name, if the account has proved its address, and if that gets the mail. Anybody can register the address of somebody
    /// else, or ask for it, with an advertisement as the name.
    /// </summary>
    private static string? NameFor(MailKind kind, Account account) =>
        account.EmailVerified && kind != MailKind.VerifyNewEmail ? account.DisplayName : null;

    private sealed record Account(
        Guid Id,
        string Email,
        string NormalizedEmail,
        string? DisplayName,
        bool IsActive,
        bool EmailVerified,
        string SecurityStamp,
        bool HasPassword) : Confidential;
}
