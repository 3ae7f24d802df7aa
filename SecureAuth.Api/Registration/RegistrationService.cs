using System.Diagnostics;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <summary>
/// Registers new users. Counts the registrations, and audits those that are refused for their password, username or invitation.
/// </summary>
internal sealed class RegistrationService(
    AccountCreation accounts, Invitations invitations, AuditLog audit, AuthMeter meter, IOptions<AccountOptions> options)
{
    /// <param name="account">The account to create.</param>
    /// <param name="invitationToken">The token of an invitation to its address, or null.</param>
    /// <param name="actor">Who registers.</param>
    /// <param name="disconnected">Cancels the wait for the hash.</param>
    public async Task<RegistrationOutcome> RegisterAsync(
        NewAccount account, string? invitationToken, Actor actor, CancellationToken disconnected)
    {
        // An invitation was mailed to the address, so its owner needs no other mail, and there is nothing to hide.
        account = invitationToken is null
            ? account with { TellsOwner = options.Value.RequiresVerifiedEmail }
            : account with { EmailVerified = true, Proof = null };
        var outcome = invitationToken is null
            ? await CreateAsync(account, actor, disconnected)
            : await RegisterInvitedAsync(account, invitationToken, actor, disconnected);
        await RecordAsync(outcome, actor);
        return outcome switch
        {
            AccountCreationOutcome.Created or AccountCreationOutcome.EmailTaken when account.TellsOwner =>
                new RegistrationOutcome.VerificationRequired(account.Proof?.Code),
            AccountCreationOutcome.Created created =>
                new RegistrationOutcome.Created(created.User, created.Roles, account.Proof?.Code),
            _ => new RegistrationOutcome.Refused(outcome),
        };
    }

    private async Task RecordAsync(AccountCreationOutcome outcome, Actor actor)
    {
        var result = outcome switch
        {
            AccountCreationOutcome.Created => RegistrationResult.Success,
            AccountCreationOutcome.WeakPassword => RegistrationResult.WeakPassword,
            AccountCreationOutcome.EmailTaken => RegistrationResult.EmailTaken,
            AccountCreationOutcome.UsernameTaken => RegistrationResult.UsernameTaken,
            AccountCreationOutcome.Busy => RegistrationResult.Busy,
            AccountCreationOutcome.InvalidInvitation => RegistrationResult.InvalidInvitation,
            _ => throw new UnreachableException($"Unexpected outcome of a registration: {outcome}"),
        };
        if (result is RegistrationResult.WeakPassword or RegistrationResult.UsernameTaken or RegistrationResult.InvalidInvitation)
        {
            await audit.WriteAsync(new AuditEntry(AuditEvent.RegistrationRefused, AuditOutcome.Refused, actor)
            {
                Reason = AuditReason.Of(result),
            });
        }

        meter.Registration(result);
    }

    /// <summary>The invitation is looked up first, so that nobody without one has a password hashed.</summary>
    private async Task<AccountCreationOutcome> RegisterInvitedAsync(
        NewAccount account, string token, Actor actor, CancellationToken disconnected)
    {
        if (await invitations.FindAsync(token, account.Email, disconnected) is not { } invitation)
        {
            return new AccountCreationOutcome.InvalidInvitation();
        }

        return await CreateAsync(account with { Invitation = invitation }, actor, disconnected);
    }

    private Task<AccountCreationOutcome> CreateAsync(NewAccount account, Actor actor, CancellationToken disconnected) =>
        accounts.CreateAsync(
            account,
            new HashCaller(actor.Address, Account: null),
            new AuditEntry(AuditEvent.Registered, AuditOutcome.Success, actor) { Reason = account.Invitation?.Reason },
            disconnected);
}
