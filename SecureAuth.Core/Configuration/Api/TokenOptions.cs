using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The issuer, the audience and the lifetime of access tokens.</summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    /// <summary>
    /// The public origin of this service. It is the <c>iss</c> claim, and other services fetch the keys from it.
    /// </summary>
    public string Issuer { get; set; } = "";

    public string Audience { get; set; } = "";

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Allows a start without settings, except in Production, where issuer and audience must be set.</summary>
    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<TokenOptions>
    {
        public void PostConfigure(string? name, TokenOptions options)
        {
            if (environment.IsProduction())
            {
                return;
            }

            options.Issuer = options.Issuer.Length == 0 ? "http://localhost:5080" : options.Issuer;
            options.Audience = options.Audience.Length == 0 ? "secureauth" : options.Audience;
        }
    }

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<TokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, TokenOptions options)
        {
            var allowHttp = environment.IsDevelopment() || environment.IsEnvironment("Testing");
            return new SettingProblems(Section)
                .Require(
                    IsOrigin(options.Issuer, allowHttp), nameof(Issuer), options.Issuer,
                    allowHttp
                        ? "an http or https origin such as http://localhost:5080"
                        : "an https origin such as https://auth.example.com")
                .Require(
                    options.Audience.Length is >= 1 and <= 200, nameof(Audience), options.Audience,
                    "1 to 200 characters that name the services that accept the tokens")
                .Require(
                    options.AccessTokenLifetime >= TimeSpan.FromMinutes(1)
                    && options.AccessTokenLifetime <= SigningKeyTimes.MaxTokenLifetime,
                    nameof(AccessTokenLifetime), options.AccessTokenLifetime, "00:01:00 to 01:00:00")
                .ToResult();
        }

        private static bool IsOrigin(string issuer, bool allowHttp) =>
            Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (allowHttp && uri.Scheme == Uri.UriSchemeHttp))
            && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
    }
}
