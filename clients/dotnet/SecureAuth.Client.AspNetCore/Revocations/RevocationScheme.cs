using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Stops a service at its start whose tokens nobody would check, because no JwtBearer scheme has the name that was given.
/// </summary>
internal sealed class RevocationScheme(string scheme, IAuthenticationSchemeProvider schemes)
    : IValidateOptions<SecureAuthRevocationOptions>
{
    public ValidateOptionsResult Validate(string? name, SecureAuthRevocationOptions options)
    {
        // Schemes are held in memory, so nothing is waited for.
        var registered = schemes.GetSchemeAsync(scheme).GetAwaiter().GetResult();
        return registered is not null && registered.HandlerType.IsAssignableTo(typeof(JwtBearerHandler))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"AddSecureAuthRevocations checks the tokens of the scheme '{scheme}', but AddJwtBearer has added no scheme of "
                + "that name. Pass its name as the last argument.");
    }
}
