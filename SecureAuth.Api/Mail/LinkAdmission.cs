using System.Diagnostics;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>Limits the links and codes that somebody asks for, and issues their tokens.</summary>
internal sealed class LinkAdmission(
    MailQuota quota, OneTimeTokens tokens, MailedCodes codes, PasswordReplacement passwords, Outbox outbox)
{
    /// <param name="transaction">Keeps the row of the account locked.</param>
    /// <param name="mail">The mail that carries the link or the code.</param>
    /// <param name="account">The account, whose stored address gets the mail.</param>
    /// <param name="purpose">What the token is for.</param>
    /// <param name="key">Derives the token.</param>
    public async Task<Admission> AdmitAsync(
        AuditedTransaction transaction,
        LeasedMail mail,
        MailAccount account,
        OneTimeTokenPurpose purpose,
        OneTimeTokenKey key)
    {
        var details = mail.ParseDetails();
        var codeId = details.CodeId;

        // This happens once in the life of an account, so the mail is neither outdated nor one too many.
        var endsPassword = IsRegistration(mail.Kind, details) && account is { EmailVerified: false, HasPassword: true };
        if (endsPassword)
        {
            account = account with { SecurityStamp = await EndPasswordAsync(transaction, account.Id) };
        }

        // Two replicas may take two requests in the wrong order. The link of the newer one must remain valid. Codes end nothing.
        else if (codeId is null && await quota.HasNewerAsync(mail, account.Id))
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        // A mail that names its account follows a restored address, or an operator retries it.
        var isLimited = mail.UserId is null && !endsPassword;
        if ((isLimited && !account.EmailVerified && await quota.HadTooManyLinksAsync(account.Id))
            || !await quota.AdmitAsync(mail, account.Id, account.Email, isLimited ? MailLimits.MaxLinks : int.MaxValue))
        {
            return new Admission.Dropped(MailDrop.TooMany);
        }

        if (codeId is not null && await codes.HadTooManyAsync(account.Id))
        {
            // Guesses at many codes add up. A link cannot be guessed.
            codeId = null;
        }

        var token = await IssueAsync(codeId);
        if (token is null && endsPassword)
        {
            // The code has expired while the mail waited. The password ends all the same, so its owner needs another way.
            token = await IssueAsync(code: null);
        }

        if (token is null)
        {
            return new Admission.Dropped(MailDrop.Outdated);
        }

        await outbox.SetTokenAsync(mail.Id, token.Id);
        return new Admission.Admitted(account.Email, account.NameFor(mail.Kind), token);

        Task<TokenSubject?> IssueAsync(Guid? code) => tokens.IssueAsync(
            key, purpose, account.Id, account.NormalizedEmail, account.SecurityStamp, codeId: code);
    }

    /// <summary>Whether somebody has tried to register, and not to get the address for another account.</summary>
    private static bool IsRegistration(MailKind kind, MailDetails details) =>
        kind == MailKind.RegistrationAttempt && details.Change != MailChange.EmailChangeAttempt;

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
}
