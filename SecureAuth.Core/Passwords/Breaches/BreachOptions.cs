using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Passwords.Breaches;

/// <summary>Where passwords from data breaches are looked up. By default nowhere.</summary>
public sealed class BreachOptions
{
    public const string Section = "Passwords:Breaches";

    /// <summary>
    /// A range service in the format of Have I Been Pwned, without the prefix: <c>https://api.pwnedpasswords.com/range/</c>.
    /// </summary>
    public Uri? RangeUrl { get; set; }

    /// <summary>A file with the SHA-1 hashes, or their beginnings, in ascending order (<see cref="BreachFile"/>).</summary>
    public string? File { get; set; }

    /// <summary>How long a user waits for the range service at most. Then the password is accepted, and counted.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(300);

    internal sealed class Validator : IValidateOptions<BreachOptions>
    {
        public ValidateOptionsResult Validate(string? name, BreachOptions options) => new SettingProblems("Passwords__Breaches")
            .Require(IsUsable(options.RangeUrl), nameof(RangeUrl), options.RangeUrl, "an https address, or http on this host")
            .Require(
                options.File is null || options.RangeUrl is null, nameof(File), options.File, "nothing, if there is a RangeUrl")
            .Require(
                options.File is null || BreachFile.IsUsable(options.File),
                nameof(File), options.File, "a readable file of SHA-1 hashes in ascending order, one in each line")
            .Require(
                options.Timeout >= TimeSpan.FromMilliseconds(50) && options.Timeout <= TimeSpan.FromSeconds(5),
                nameof(Timeout), options.Timeout, "00:00:00.05 to 00:00:05")
            .ToResult();

        /// <summary>Without TLS, somebody on the way would learn the beginning of the hash.</summary>
        private static bool IsUsable(Uri? address) => address is null || (address.IsAbsoluteUri
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)));
    }
}
