using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// Signs what no API would sign with the API's own key, so that a token is refused for its content and not for a signature
/// that was wrong anyway.
/// </summary>
public sealed class TokenForge(TestSystem system) : IAsyncLifetime
{
    private readonly InProcessApi _api = new(system);

    private ECDsa _key = null!;

    /// <summary>The public key, as anybody may read it.</summary>
    internal ECParameters PublicKey => _key.ExportParameters(includePrivateParameters: false);

    public async ValueTask InitializeAsync() => _key = (await _api.SigningKeyAsync()).ECDsa;

    internal string Sign(Jwt token) => SignWith(_key, token);

    internal static string SignWith(ECDsa key, Jwt token, HashAlgorithmName? hash = null)
    {
        var signature = key.SignData(Encoding.ASCII.GetBytes(token.Unsigned), hash ?? HashAlgorithmName.SHA256);
        return $"{token.Unsigned}.{Base64UrlEncoder.Encode(signature)}";
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
