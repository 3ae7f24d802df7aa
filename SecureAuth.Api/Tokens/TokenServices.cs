using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Tokens;

internal static class TokenServices
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<TokenOptions>, TokenOptions.Defaults>();
        services.AddValidatedOptions<TokenOptions, TokenOptions.Validator>(TokenOptions.Section);
        services.AddSingleton<AccessTokenIssuer>();
        services.AddScoped<TokenPairIssuer>();
        services.AddScoped<RefreshService>();
        services.AddScoped<LogoutService>();

        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, AccessTokenValidation>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddAuthorization();
        services.AddHealthChecks().AddCheck<SigningKeyHealth>("signing keys");
        return services;
    }
}
