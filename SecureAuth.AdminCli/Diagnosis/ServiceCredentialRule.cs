using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Credentials of services that the API refuses, or that somebody could guess.</summary>
internal static class ServiceCredentialRule
{
    private const string Wanted = "the SHA-256 hash, as 64 hexadecimal digits, of a secret of 32 random bytes";

    /// <summary>Secrets of examples and of haste.</summary>
    private static readonly HashSet<string> HashesOfCommonSecrets = new(
        new[] { "", "secret", "password", "changeme", "test", "client-secret", "client_secret", "admin" }.Select(HashOf),
        StringComparer.OrdinalIgnoreCase);

    public static Verdict Judge(IConfiguration configuration)
    {
        var clients = configuration.GetSection("OAuth:Clients").GetChildren()
            .Select(entry => (Key: $"OAuth__Clients__{entry.Key}", Id: entry["Id"] ?? "", Hash: entry["SecretSha256"] ?? ""))
            .ToList();
        var problems = new List<Verdict>();
        foreach (var (key, id, hash) in clients)
        {
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            {
                // It may be the secret itself.
                problems.Add(Verdict.Wrong($"{key}__SecretSha256 is not a hash", $"set {key}__SecretSha256 to {Wanted}"));
            }
            else if (HashesOfCommonSecrets.Contains(hash))
            {
                problems.Add(Verdict.Warning(
                    $"{key}__SecretSha256 is the hash of a common word", $"set {key}__SecretSha256 to {Wanted}"));
            }
            else if (clients.Any(other => other.Id != id && other.Hash.Equals(hash, StringComparison.OrdinalIgnoreCase)))
            {
                problems.Add(Verdict.Warning(
                    $"{key}__SecretSha256 is that of another service too", $"set {key}__SecretSha256 to {Wanted}"));
            }
        }

        return Verdict.Join(problems, clients.Count == 0 ? "not set here" : "none weak, as far as hashes show");
    }

    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
