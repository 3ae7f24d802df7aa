using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.OAuth;

/// <summary>
/// Checks the credentials of services. An unknown id and a wrong secret take the same time: all configured clients are compared,
/// by hashes, whatever the request presents.
/// </summary>
internal sealed class ServiceAuthentication(IOptions<OAuthOptions> options)
{
    private readonly Client[] _clients =
    [
        .. options.Value.Clients.Select(
            client => new Client(client.Id, Hash(client.Id), Convert.FromHexString(client.SecretSha256))),
    ];

    /// <summary>Whether there are any clients. Otherwise the endpoints do not exist.</summary>
    public bool IsConfigured => _clients.Length > 0;

    /// <returns>The id of the client, or null if the credentials are wrong.</returns>
    public string? Find(ServiceCredentials.Presented credentials)
    {
        var (id, secret, literal) = (Hash(credentials.Id), Hash(credentials.Secret), Hash(credentials.LiteralSecret));
        string? found = null;
        foreach (var client in _clients)
        {
            // The operators evaluate both sides.
            var matches = CryptographicOperations.FixedTimeEquals(id, client.IdHash)
                & (CryptographicOperations.FixedTimeEquals(secret, client.SecretHash)
                    | CryptographicOperations.FixedTimeEquals(literal, client.SecretHash));
            found = matches ? client.Id : found;
        }

        return found;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private sealed class Client(string id, byte[] idHash, byte[] secretHash)
    {
        public string Id => id;

        public byte[] IdHash => idHash;

        public byte[] SecretHash => secretHash;
    }
}
