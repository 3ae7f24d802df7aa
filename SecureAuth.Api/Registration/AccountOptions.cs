using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Registration;

/// <summary>Whether an account can be used before its e-mail is verified.</summary>
internal enum EmailVerification
{
    Required = 1,
    Optional = 2,
}

internal sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>Null: optional in Development, required elsewhere.</summary>
    public EmailVerification? EmailVerification { get; set; }

    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<AccountOptions>
    {
        public void PostConfigure(string? name, AccountOptions options) => options.EmailVerification ??=
            environment.IsDevelopment() ? Registration.EmailVerification.Optional : Registration.EmailVerification.Required;
    }

    internal sealed class Validator : IValidateOptions<AccountOptions>
    {
        /// <summary>With no way to send a mail, nobody could ever sign in: better not to start.</summary>
        public ValidateOptionsResult Validate(string? name, AccountOptions options) => new SettingProblems(Section)
            .Require(
                options.EmailVerification == Registration.EmailVerification.Optional,
                nameof(EmailVerification), options.EmailVerification, "Optional, while there is no way to send mail")
            .ToResult();
    }
}
