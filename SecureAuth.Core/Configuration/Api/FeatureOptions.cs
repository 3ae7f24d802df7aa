using Microsoft.Extensions.Options;
using SecureAuth.Core.Requirements;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>
/// What can be switched off. The account page has a switch of its own, <see cref="AccountPageOptions.Page"/>.
/// </summary>
public sealed class FeatureOptions
{
    public const string Section = "Features";

    public bool Passkeys { get; set; } = true;

    /// <summary>Whether an authenticator app can be set up. One that is in use goes on protecting its account.</summary>
    public bool Totp { get; set; } = true;

    /// <summary>Whether users can delete their own accounts.</summary>
    public bool Deletion { get; set; } = true;

    /// <summary>Whether users can download what is stored about them.</summary>
    public bool Export { get; set; } = true;

    internal sealed class Validator(IOptions<SecondFactorOptions> secondFactor) : IValidateOptions<FeatureOptions>
    {
        /// <summary>Nobody could set up the second factor that is demanded, so nobody without one could ever sign in.</summary>
        public ValidateOptionsResult Validate(string? name, FeatureOptions options) => new SettingProblems(Section)
            .Require(
                options.Totp || options.Passkeys || !DemandsSecondFactor(), nameof(Totp), "false",
                "true, unless Features__Passkeys is true or nobody must have a second factor (Accounts__SecondFactor, "
                + "Accounts__SecondFactorRoles)")
            .ToResult();

        private bool DemandsSecondFactor()
        {
            try
            {
                return secondFactor.Value.DemandsOfEverybody() || secondFactor.Value.DemandingRoles().Count > 0;
            }
            catch (OptionsValidationException)
            {
                // These settings are reported by their own validator.
                return false;
            }
        }
    }
}
