using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Accounts;

/// <summary>Who may register.</summary>
public enum RegistrationMode
{
    /// <summary>Everybody. An invitation is accepted too, and gives what it promises.</summary>
    Open = 1,

    /// <summary>Whoever has an invitation.</summary>
    Invitation = 2,

    /// <summary>Nobody. Operators create the accounts.</summary>
    Closed = 3,
}

/// <summary>Who may register, with which addresses, and who may invite.</summary>
public sealed class RegistrationOptions
{
    /// <summary>The same section as for the other settings of accounts.</summary>
    public const string Section = "Accounts";

    public RegistrationMode Registration { get; set; } = RegistrationMode.Open;

    /// <summary>Users in one of these roles may invite others.</summary>
    public IList<string> InvitingRoles { get; } = [];

    /// <summary>If there are any, users can only register with an address in one of these domains.</summary>
    public IList<string> AllowedDomains { get; } = [];

    /// <summary>Users cannot register with an address in one of these domains, or below one.</summary>
    public IList<string> RefusedDomains { get; } = [];

    /// <summary>Whether users can invite others.</summary>
    public bool UsersInvite => InvitingRoles.Count > 0 && Registration != RegistrationMode.Closed;

    internal sealed class Validator(IOptions<EmailOptions> email) : IValidateOptions<RegistrationOptions>
    {
        private const string WithMail = "together with Email__Smtp__Host or Email__PickupDirectory";

        /// <summary>If no mail can be sent, nobody could ever be invited.</summary>
        public ValidateOptionsResult Validate(string? name, RegistrationOptions options)
        {
            var canSend = email.ReadIfValid(mail => mail.CanSend, otherwise: true);
            var problems = new SettingProblems(Section).Require(
                Enum.IsDefined(options.Registration) && (options.Registration != RegistrationMode.Invitation || canSend),
                nameof(Registration), options.Registration,
                canSend ? "Open, Invitation or Closed" : $"Open or Closed, or Invitation {WithMail}");
            RequireAll(
                problems, nameof(InvitingRoles), options.InvitingRoles, role => canSend && RoleName.IsValid(role),
                $"the name of a role, {RoleName.Rule}"
                + (canSend ? "" : $", {WithMail}"));
            RequireAll(
                problems, nameof(AllowedDomains), options.AllowedDomains, EmailDomains.IsAllowedEntry,
                "a domain such as example.com, or *.example.com for those below it, in ASCII");
            RequireAll(
                problems, nameof(RefusedDomains), options.RefusedDomains, EmailDomains.IsDomain,
                "a domain such as example.com, in ASCII");
            return problems.ToResult();
        }

        private static void RequireAll(
            SettingProblems problems, string key, IList<string> values, Func<string, bool> isValid, string allowed)
        {
            for (var i = 0; i < values.Count; i++)
            {
                problems.Require(isValid(values[i]), $"{key}__{i}", values[i], allowed);
            }
        }
    }
}
