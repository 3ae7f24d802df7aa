using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The relying party of WebAuthn: whom a passkey belongs to, and which pages and apps may use it.</summary>
public sealed partial class PasskeyOptions
{
    public const string Section = "Passkeys";

    /// <summary>The domain that passkeys belong to, or null for the host of the issuer.</summary>
    public string? RelyingPartyId { get; set; }

    /// <summary>The origins of the pages and apps that may use passkeys, or none for the origin of the issuer.</summary>
    public IList<string> Origins { get; } = [];

    internal sealed partial class Validator(IHostEnvironment environment) : IValidateOptions<PasskeyOptions>
    {
        private const string Label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

        public ValidateOptionsResult Validate(string? name, PasskeyOptions options)
        {
            var allowHttp = environment.IsDevelopment() || environment.IsEnvironment("Testing");
            var problems = new SettingProblems(Section).Require(
                options.RelyingPartyId is null || Domain().IsMatch(options.RelyingPartyId), nameof(RelyingPartyId),
                options.RelyingPartyId, "a domain in lower case such as example.com, without scheme and port");
            for (var i = 0; i < options.Origins.Count; i++)
            {
                var origin = options.Origins[i];
                problems.Require(
                    WebOrigin.IsValid(origin, allowHttp) || AndroidApp().IsMatch(origin), $"{nameof(Origins)}__{i}", origin,
                    "an origin such as https://auth.example.com, as a browser writes it, or android:apk-key-hash: and a hash");
            }

            return problems.ToResult();
        }

        /// <summary>The last label must not be a number, because browsers have no passkeys for IP addresses.</summary>
        [GeneratedRegex(@"^(?=.{1,253}\z)(?!(.*\.)?[0-9]+\z)" + Label + @"(\." + Label + @")*\z")]
        private static partial Regex Domain();

        /// <summary>The origin of an Android app: the SHA-256 hash of its signing certificate in base64url.</summary>
        [GeneratedRegex(@"^android:apk-key-hash:[A-Za-z0-9_-]{43}\z")]
        private static partial Regex AndroidApp();
    }
}
