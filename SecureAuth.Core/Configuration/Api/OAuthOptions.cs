using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The services that may ask about tokens and revoke them.</summary>
public sealed partial class OAuthOptions
{
    public const string Section = "OAuth";

    /// <summary>
    /// Several entries may have the same id. Each secret works, so that a secret can be replaced without an interruption.
    /// </summary>
    public IList<Client> Clients { get; } = [];

    /// <summary>The maximum number of requests of one service that wait for revocations at one process.</summary>
    public int PollsPerClient { get; set; } = 100;

    public sealed class Client
    {
        public string Id { get; set; } = "";

        /// <summary>
        /// The SHA-256 hash of the secret, in hex. A fast hash is sufficient, because the secret is random and not a password.
        /// </summary>
        public string SecretSha256 { get; set; } = "";
    }

    internal sealed partial class Validator : IValidateOptions<OAuthOptions>
    {
        private static readonly string HashOfNothing = Convert.ToHexString(SHA256.HashData([]));

        public ValidateOptionsResult Validate(string? name, OAuthOptions options)
        {
            var problems = new SettingProblems(Section);
            for (var i = 0; i < options.Clients.Count; i++)
            {
                var client = options.Clients[i];
                problems
                    .Require(
                        ValidId().IsMatch(client.Id), Key(i, nameof(Client.Id)), client.Id,
                        "1 to 64 of the characters A-Z a-z 0-9 . _ ~ -")

                    // Somebody may have entered the secret itself.
                    .RequireSecret(
                        ValidHash().IsMatch(client.SecretSha256)
                        && !client.SecretSha256.Equals(HashOfNothing, StringComparison.OrdinalIgnoreCase),
                        Key(i, nameof(Client.SecretSha256)),
                        "the SHA-256 hash of the secret as 64 hexadecimal digits");
            }

            return problems
                .Require(
                    options.PollsPerClient is >= 1 and <= 10_000, nameof(PollsPerClient), options.PollsPerClient, "1 to 10000")
                .ToResult();
        }

        private static string Key(int index, string member) =>
            string.Create(CultureInfo.InvariantCulture, $"{nameof(Clients)}__{index}__{member}");

        [GeneratedRegex(@"^[A-Za-z0-9._~-]{1,64}\z")]
        private static partial Regex ValidId();

        [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z")]
        private static partial Regex ValidHash();
    }
}
