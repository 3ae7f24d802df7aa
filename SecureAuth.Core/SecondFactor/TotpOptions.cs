using Microsoft.Extensions.Options;

namespace SecureAuth.Core.SecondFactor;

/// <summary>How long a code of an authenticator app is accepted.</summary>
public sealed class TotpOptions
{
    /// <summary>The same section as for the other settings of accounts.</summary>
    public const string Section = "Accounts";

    /// <summary>
    /// Whether the code before the current one is accepted too, for users who type slowly (RFC 6238, section 5.2). Without it, a
    /// code lives for 30 seconds, which is what ASVS 6.5.5 allows.
    /// </summary>
    public bool AcceptPreviousCode { get; set; } = true;

    internal sealed class Validator : IValidateOptions<TotpOptions>
    {
        public ValidateOptionsResult Validate(string? name, TotpOptions options) => ValidateOptionsResult.Success;
    }
}
