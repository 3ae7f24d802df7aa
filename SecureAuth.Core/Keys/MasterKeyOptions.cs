using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Keys;

/// <summary>The keys that protect the key ring, which encrypts the secrets in the database.</summary>
public sealed class MasterKeyOptions
{
    public const string Section = "Keys";

    /// <summary>
    /// Keys of 32 bytes in base64, newest first. The first key protects new elements of the ring. The others must stay
    /// configured as long as elements need them.
    /// </summary>
    public IList<string> Master { get; set; } = [];

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<MasterKeyOptions>
    {
        public ValidateOptionsResult Validate(string? name, MasterKeyOptions options)
        {
            // Without a master key, the ring would be stored unprotected beside the secrets that it encrypts, and a copy of the
            // database would be enough to decrypt them.
            var problems = new SettingProblems(Section).RequireSecret(
                options.Master.Count > 0 || environment.IsDevelopment() || environment.IsEnvironment("Testing"),
                Key(0), "32 random bytes in base64, outside Development at least one");
            for (var i = 0; i < options.Master.Count; i++)
            {
                problems.RequireSecret(MasterKey.IsUsable(options.Master[i]), Key(i), "32 random bytes in base64");
            }

            return problems.ToResult();
        }

        private static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"{nameof(Master)}__{index}");
    }
}
