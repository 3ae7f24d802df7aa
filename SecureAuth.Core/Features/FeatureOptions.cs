using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Features;

/// <summary>What can be switched off. The account page has a switch of its own.</summary>
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

    /// <summary>The names of the features that are off, as the account page and <c>doctor</c> show them.</summary>
    public IReadOnlyList<string> SwitchedOff()
    {
        List<string> off = [];
        AddUnless(Passkeys, "passkeys");
        AddUnless(Totp, "totp");
        AddUnless(Deletion, "deletion");
        AddUnless(Export, "export");
        return off;

        void AddUnless(bool isOn, string name)
        {
            if (!isOn)
            {
                off.Add(name);
            }
        }
    }

    /// <summary>Whether a user who has no second factor can get one.</summary>
    public bool OfferSecondFactor => Passkeys || Totp;

    internal sealed class Validator : IValidateOptions<FeatureOptions>
    {
        /// <summary>Any value is valid. Binding has rejected what is neither true nor false.</summary>
        public ValidateOptionsResult Validate(string? name, FeatureOptions options) => ValidateOptionsResult.Success;
    }
}
