using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Registration;

/// <summary>Accounts without a verified address are purged only where they cannot be used.</summary>
internal sealed class UnverifiedAccountPurge(IOptions<AccountOptions> accounts) : IPostConfigureOptions<UnverifiedAccountOptions>
{
    public void PostConfigure(string? name, UnverifiedAccountOptions options) => options.Purge(RequiresVerifiedEmail());

    private bool RequiresVerifiedEmail()
    {
        try
        {
            return accounts.Value.RequiresVerifiedEmail;
        }
        catch (OptionsValidationException)
        {
            // These settings are reported by their own validator.
            return false;
        }
    }
}
