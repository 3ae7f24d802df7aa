using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>Whether an account can be used before its e-mail address has been verified.</summary>
public enum EmailVerification
{
    Required = 1,
    Optional = 2,
}

public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>The default is optional in Development and required elsewhere.</summary>
    public EmailVerification? EmailVerification { get; set; }

    public bool RequiresVerifiedEmail => EmailVerification == Api.EmailVerification.Required;

    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<AccountOptions>
    {
        public void PostConfigure(string? name, AccountOptions options) => options.EmailVerification ??=
            environment.IsDevelopment() ? Api.EmailVerification.Optional : Api.EmailVerification.Required;
    }

    internal sealed class Validator(IOptions<EmailOptions> email) : IValidateOptions<AccountOptions>
    {
        /// <summary>If no mail can be sent, nobody could ever verify an address and sign in.</summary>
        public ValidateOptionsResult Validate(string? name, AccountOptions options)
        {
            var canSend = email.ReadIfValid(mail => mail.CanSend, otherwise: true);
            return new SettingProblems(Section)
                .Require(
                    options.EmailVerification is Api.EmailVerification.Optional
                    || (options.RequiresVerifiedEmail && canSend),
                    nameof(EmailVerification), options.EmailVerification,
                    canSend
                        ? "Required or Optional"
                        : "Optional, or Required together with Email__Smtp__Host or Email__PickupDirectory")
                .ToResult();
        }
    }
}
