using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Registration;

/// <summary>Whether an account can be used before its e-mail address has been verified.</summary>
internal enum EmailVerification
{
    Required = 1,
    Optional = 2,
}

internal sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>The default is optional in Development and required elsewhere.</summary>
    public EmailVerification? EmailVerification { get; set; }

    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<AccountOptions>
    {
        public void PostConfigure(string? name, AccountOptions options) => options.EmailVerification ??=
            environment.IsDevelopment() ? Registration.EmailVerification.Optional : Registration.EmailVerification.Required;
    }

    internal sealed class Validator : IValidateOptions<AccountOptions>
    {
        /// <summary>Sending mail is not supported, so with required verification nobody could ever sign in.</summary>
        public ValidateOptionsResult Validate(string? name, AccountOptions options) => new SettingProblems(Section)
            .Require(
                options.EmailVerification == Registration.EmailVerification.Optional,
                nameof(EmailVerification), options.EmailVerification, "Optional, because sending mail is not supported")
            .ToResult();
    }
}
