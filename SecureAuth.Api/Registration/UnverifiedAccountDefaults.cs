using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Registration;

/// <summary>Accounts without a verified address are purged only where they cannot be used.</summary>
internal sealed class UnverifiedAccountDefaults(IOptions<AccountOptions> accounts)
    : IPostConfigureOptions<UnverifiedAccountOptions>
{
    public void PostConfigure(string? name, UnverifiedAccountOptions options) =>
        options.SetPurged(accounts.ReadIfValid(account => account.RequiresVerifiedEmail, otherwise: false));
}
