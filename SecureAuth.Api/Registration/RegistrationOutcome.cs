using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <summary>What the client of a registration may know.</summary>
internal abstract record RegistrationOutcome : Confidential
{
    private RegistrationOutcome()
    {
    }

    /// <param name="User">The new account.</param>
    /// <param name="Roles">Its roles, including that of an invitation.</param>
    /// <param name="Code">The request for the code that was mailed, if one was.</param>
    internal sealed record Created(User User, IReadOnlyList<string> Roles, RequestedCode? Code) : RegistrationOutcome;

    /// <summary>
    /// The owner of the address gets a mail. This is the outcome for a new and for a taken address, so that it does not reveal
    /// who has an account.
    /// </summary>
    internal sealed record VerificationRequired(RequestedCode? Code) : RegistrationOutcome;

    internal sealed record Refused(AccountCreationOutcome Reason) : RegistrationOutcome;
}
