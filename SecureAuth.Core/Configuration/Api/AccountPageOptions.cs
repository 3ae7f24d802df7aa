using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

public sealed class AccountPageOptions
{
    public const string Section = "Account";

    /// <summary>Whether the account page is served. The default is true in Development and false elsewhere.</summary>
    public bool? Page { get; set; }

    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<AccountPageOptions>
    {
        public void PostConfigure(string? name, AccountPageOptions options) => options.Page ??= environment.IsDevelopment();
    }

    internal sealed class Validator : IValidateOptions<AccountPageOptions>
    {
        /// <summary>Any value is valid. Binding has rejected what is neither true nor false.</summary>
        public ValidateOptionsResult Validate(string? name, AccountPageOptions options) =>
            new SettingProblems(Section).ToResult();
    }
}
