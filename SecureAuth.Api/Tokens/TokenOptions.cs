using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Tokens;

/// <summary>What access tokens say of their maker, and how long they live.</summary>
internal sealed class TokenOptions
{
    public const string Section = "Tokens";

    /// <summary>The public origin: the <c>iss</c> claim, and where other services find the keys.</summary>
    public string Issuer { get; set; } = "";

    public string Audience { get; set; } = "";

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Lets a developer start without settings; in Production both must be said.</summary>
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
            var plainAllowed = environment.IsDevelopment() || environment.IsEnvironment("Testing");
            return new SettingProblems(Section)
                .Require(
                    IsOrigin(options.Issuer, plainAllowed), nameof(Issuer), options.Issuer,
                    plainAllowed ? "an http or https origin such as http://localhost:5080" : "an https origin such as https://auth.example.com")
                .Require(
                    options.Audience.Length is >= 1 and <= 200, nameof(Audience), options.Audience,
                    "1 to 200 characters that name the services for which the tokens are meant")
                .Require(
                    options.AccessTokenLifetime >= TimeSpan.FromMinutes(1) && options.AccessTokenLifetime <= TimeSpan.FromHours(1),
                    nameof(AccessTokenLifetime), options.AccessTokenLifetime, "00:01:00 to 01:00:00")
                .ToResult();
        }

        private static bool IsOrigin(string issuer, bool plainAllowed) =>
            Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (plainAllowed && uri.Scheme == Uri.UriSchemeHttp))
            && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
    }
}
