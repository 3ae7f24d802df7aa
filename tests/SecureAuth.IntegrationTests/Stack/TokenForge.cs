using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// Signs arbitrary tokens with the API's own key, so that a token is refused for its content rather than for its signature.
/// </summary>
public sealed class TokenForge(TestSystem system) : IAsyncLifetime
{
    private readonly InProcessApi _api = new(system.Settings.ForApi());

    private ECDsa _key = null!;

    /// <summary>The published public key.</summary>
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
