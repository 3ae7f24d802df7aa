using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Decides whether a mail may be sent, to whom and with which token. The row of its account is locked, so that of several mails
/// that are admitted at once no more pass than the limit allows.
/// </summary>
internal sealed class MailAdmission(
    MailAccounts accounts,
    MailQuota quota,
    LinkAdmission links,
    OneTimeTokens tokens,
    Outbox outbox,
    OutboxQueue queue,
    Invitations invitations,
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
            ? await AdmitInvitationAsync(mail)
            : await AdmitAsync(transaction, mail, key, cancellationToken);
        if (admission is not Admission.Dropped)
        {
            await transaction.CommitAsync();
        }

        return admission;
    }

    /// <summary>
    /// Whether the address has an account by now is found out here, and not when it is invited, so that a user who invites does
    /// not learn that. The mail contains nothing that its inviter has written.
    /// </summary>
    private async Task<Admission> AdmitInvitationAsync(LeasedMail mail)
    {
        if (mail.TokenId is not { } id || await invitations.RenewAsync(id) is not { } token)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        await quota.AdmitInvitationAsync(mail);
        return new Admission.Admitted(mail.Recipient!, Name: null, token);
    }

    private async Task<Admission> AdmitAsync(
        AuditedTransaction transaction, LeasedMail mail, OneTimeTokenKey key, CancellationToken cancellationToken)
    {
        if (await accounts.LockAsync(mail, cancellationToken) is not { } account)
        {
            return new Admission.Dropped(MailDrop.NoAccount);
        }

        if (mail.IsAdmitted)
        {
            return await AdmitAgainAsync(mail, account);
        }

        if (mail.TokenId is { } tokenId)
        {
            return await AdmitWithTokenAsync(mail, account, tokenId);
        }

        return RequestedMails.Contains(mail.Kind)
            ? await AdmitRequestedAsync(transaction, mail, account, key)
            : await AdmitNoticeAsync(mail, account, mail.Recipient ?? account.Email);
    }

    /// <summary>A mail that could not be delivered before keeps its token, unless a newer mail has replaced that.</summary>
    private async Task<Admission> AdmitAgainAsync(LeasedMail mail, MailAccount account)
    {
        var recipient = mail.Recipient ?? account.Email;
        if (mail.TokenId is not { } tokenId)
        {
            return new Admission.Admitted(recipient, account.NameFor(mail.Kind), Token: null);
        }

        var token = await tokens.RenewAsync(tokenId);
        return token is null
            ? new Admission.Dropped(MailDrop.Outdated)
            : new Admission.Admitted(recipient, account.NameFor(mail.Kind), token);
    }

    /// <summary>
    /// A mail whose token was issued together with what it reports. Its cause limits such mails, so that none is swallowed here.
    /// </summary>
    private async Task<Admission> AdmitWithTokenAsync(LeasedMail mail, MailAccount account, Guid tokenId)
    {
        if (await tokens.RenewAsync(tokenId) is not { Email: { } recipient } token)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        if (token.Purpose == OneTimeTokenPurpose.ChangeEmail && await accounts.IsTakenAsync(recipient, account.Id))
        {
            return await PassOnAsync(mail, recipient);
        }

        return await quota.AdmitAsync(mail, account.Id, recipient, int.MaxValue)
            ? new Admission.Admitted(recipient, account.NameFor(mail.Kind), token)
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

    /// <summary>
    /// A mail that somebody asked for. It goes to the address that is stored: the one that was typed only found it.
    /// </summary>
    private async Task<Admission> AdmitRequestedAsync(
        AuditedTransaction transaction, LeasedMail mail, MailAccount account, OneTimeTokenKey key)
    {
        if (mail.Kind == MailKind.VerifyEmail && account.EmailVerified)
        {
            return new Admission.Dropped(MailDrop.NotNeeded);
        }

        if (!account.IsActive)
        {
            return new Admission.Dropped(MailDrop.NoAccount);
        }

        return PurposeOf(mail.Kind, account) is { } purpose
            ? await links.AdmitAsync(transaction, mail, account, purpose, key)
            : await AdmitNoticeAsync(mail, account, account.Email);
    }

    private async Task<Admission> AdmitNoticeAsync(LeasedMail mail, MailAccount account, string recipient) =>
        await quota.AdmitAsync(mail, account.Id, recipient, MailLimits.MaxNotices)
            ? new Admission.Admitted(recipient, account.NameFor(mail.Kind), Token: null)
            : new Admission.Dropped(MailDrop.TooMany);

    /// <summary>
    /// Whoever registers with the address of somebody else chooses a password for it. If its owner registers later, the mail lets
    /// the owner choose another one. A link that only verified the address would leave the account to the other person. Where the
    /// password has been ended already, every link sets one.
    /// </summary>
    private static OneTimeTokenPurpose? PurposeOf(MailKind kind, MailAccount account) => kind switch
    {
        MailKind.VerifyEmail when account.HasPassword => OneTimeTokenPurpose.VerifyEmail,
        MailKind.VerifyEmail => OneTimeTokenPurpose.ResetPassword,
        MailKind.ResetPassword => OneTimeTokenPurpose.ResetPassword,
        MailKind.RegistrationAttempt when !account.EmailVerified => OneTimeTokenPurpose.ResetPassword,
        _ => null,
    };
}
