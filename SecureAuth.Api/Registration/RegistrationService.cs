using System.Diagnostics;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <summary>
/// Registers new users. Counts the registrations, and audits those that are refused for their password or username.
/// </summary>
internal sealed class RegistrationService(
    AccountCreation accounts, AuditLog audit, AuthMeter meter, IOptions<AccountOptions> options)
{
    public async Task<AccountCreationOutcome> RegisterAsync(
        NewAccount account, Actor actor, CancellationToken disconnected)
    {
        var outcome = await accounts.CreateAsync(
            account with { TellsOwner = options.Value.RequiresVerifiedEmail },
            new HashCaller(actor.Address, Account: null),
            new AuditEntry(AuditEvent.Registered, AuditOutcome.Success, actor),
            disconnected);
        var result = outcome switch
        {
            AccountCreationOutcome.Created => RegistrationResult.Success,
            AccountCreationOutcome.WeakPassword => RegistrationResult.WeakPassword,
            AccountCreationOutcome.EmailTaken => RegistrationResult.EmailTaken,
            AccountCreationOutcome.UsernameTaken => RegistrationResult.UsernameTaken,
            AccountCreationOutcome.Busy => RegistrationResult.Busy,
            _ => throw new UnreachableException($"Unexpected outcome of a registration: {outcome}"),
        };
        if (result is RegistrationResult.WeakPassword or RegistrationResult.UsernameTaken)
        {
            await audit.WriteAsync(new AuditEntry(AuditEvent.RegistrationRefused, AuditOutcome.Refused, actor)
            {
                Reason = AuditReason.Of(result),
            });
        }

        meter.Registration(result);
        return outcome;
    }
}
