using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>Tokens that must not be accepted as access tokens (RFC 8725; RFC 9068, section 4).</summary>
public sealed class ForgedAccessTokenTests(TestSystem system, TokenForge forge) : IClassFixture<TokenForge>
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_token_signed_by_the_forge_is_accepted()
    {
        var token = await GoodTokenAsync();

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(forge.Sign(token))).Status);
    }

    [Fact]
    public async Task Any_changed_byte_is_refused()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var token = user.AccessToken;
        var firstDot = token.IndexOf('.', StringComparison.Ordinal);
        var lastDot = token.LastIndexOf('.');

        // The first, a middle and a late character of each part. The very last one may hold unused bits.
        int[] places =
        [
            0, firstDot / 2, firstDot - 2, firstDot + 1, (firstDot + lastDot) / 2, lastDot - 2, lastDot + 1, lastDot + 40,
            token.Length - 3,
        ];
        foreach (var place in places)
        {
            var changed = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            await IsRefusedAsync(changed);
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(token)).Status);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var token = await GoodTokenAsync();
        foreach (var algorithm in new[] { "none", "None", "NONE", "nOnE", "" })
        {
            await IsRefusedAsync(token.WithHeader("alg", algorithm).Unsigned + ".");
            await IsRefusedAsync(token.WithHeader("alg", algorithm).ToString());
        }

        await IsRefusedAsync(token.Unsigned + ".");
        await IsRefusedAsync(token.Unsigned);
        await IsRefusedAsync(token.Unsigned + "." + Base64UrlEncoder.Encode(new byte[64]));
    }

    [Fact]
    public async Task The_public_key_is_not_accepted_as_an_HMAC_secret()
    {
        var token = (await GoodTokenAsync()).WithHeader("alg", "HS256");
        using var key = ECDsa.Create(forge.PublicKey);
        byte[][] secrets =
        [
            key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"),
            [.. forge.PublicKey.Q.X!, .. forge.PublicKey.Q.Y!],
            forge.PublicKey.Q.X!,
            Encoding.UTF8.GetBytes((await _client.GetAsync("/.well-known/jwks.json")).Body),
            [],
        ];
        foreach (var secret in secrets)
        {
            var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(token.Unsigned));
            await IsRefusedAsync($"{token.Unsigned}.{Base64UrlEncoder.Encode(signature)}");
        }
    }

    [Fact]
    public async Task Another_algorithm_is_refused_despite_a_valid_signature()
    {
        var token = await GoodTokenAsync();
        foreach (var algorithm in new[] { "ES384", "ES512", "RS256", "PS256", "EdDSA", "es256" })
        {
            await IsRefusedAsync(forge.Sign(token.WithHeader("alg", algorithm)));
        }

        await IsRefusedAsync(forge.Sign(token.WithHeader("alg", null)));
    }

    [Fact]
    public async Task A_foreign_key_is_refused_whether_or_not_the_token_carries_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
        var token = await GoodTokenAsync();

        await IsRefusedAsync(TokenForge.SignWith(key, token));
        await IsRefusedAsync(TokenForge.SignWith(key, token.WithHeader("jwk", jwk.DeepClone())));
        await IsRefusedAsync(TokenForge.SignWith(key, token.WithHeader("jwk", jwk.DeepClone()).WithHeader("kid", null)));
        await IsRefusedAsync(TokenForge.SignWith(key, token.WithHeader("jku", "https://evil.test/jwks.json")));
        await IsRefusedAsync(TokenForge.SignWith(key, token.WithHeader("x5u", "https://evil.test/chain.pem")));
    }

    [Theory]
    [InlineData("jwk", "{}")]
    [InlineData("jku", "\"https://auth.test/.well-known/jwks.json\"")]
    [InlineData("x5u", "\"https://auth.test/chain.pem\"")]
    [InlineData("x5c", "[]")]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "[\"unknown\"]")]
    [InlineData("b64", "false")]
    [InlineData("zip", "\"DEF\"")]
    public async Task A_critical_or_unknown_header_is_refused_despite_a_valid_signature(string parameter, string value)
    {
        var token = await GoodTokenAsync();

        await IsRefusedAsync(forge.Sign(token.WithHeader(parameter, JsonNode.Parse(value))));
    }

    [Theory]
    [InlineData("\"JWT\"")]
    [InlineData("\"jwt\"")]
    [InlineData("\"id+jwt\"")]
    [InlineData("\"dpop+jwt\"")]
    [InlineData("\"logout+jwt\"")]
    [InlineData("\"\"")]
    [InlineData(null)]
    public async Task Another_token_type_is_refused_despite_a_valid_signature(string? type)
    {
        var token = await GoodTokenAsync();

        await IsRefusedAsync(forge.Sign(token.WithHeader("typ", type is null ? null : JsonNode.Parse(type))));
    }

    [Fact]
    public async Task An_unknown_or_missing_key_id_is_refused_despite_a_valid_signature()
    {
        var token = await GoodTokenAsync();
        foreach (var id in new[] { "unknown", "", "../../../dev/null", "' OR '1'='1" })
        {
            await IsRefusedAsync(forge.Sign(token.WithHeader("kid", id)));
        }

        await IsRefusedAsync(forge.Sign(token.WithHeader("kid", null)));
    }

    [Theory]
    [InlineData("iss", "\"http://evil.test\"")]
    [InlineData("iss", "\"http://auth.test/\"")]
    [InlineData("iss", "\"\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"another-service\"")]
    [InlineData("aud", "\"SECUREAUTH-TESTS\"")]
    [InlineData("aud", "[\"another-service\"]")]
    [InlineData("aud", "[]")]
    [InlineData("aud", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "\"not-a-user\"")]
    [InlineData("sid", null)]
    [InlineData("sid", "\"not-a-session\"")]
    [InlineData("exp", null)]
    [InlineData("exp", "\"tomorrow\"")]
    public async Task A_claim_that_is_wrong_or_missing_is_refused_even_with_a_true_signature(string claim, string? value)
    {
        var token = await GoodTokenAsync();

        await IsRefusedAsync(forge.Sign(token.With(claim, value is null ? null : JsonNode.Parse(value))));
    }

    [Fact]
    public async Task A_token_that_names_another_users_session_is_refused()
    {
        var victim = await SignedInUser.CreateAsync(_client);
        var own = await SignedInUser.CreateAsync(_client);

        // Only a holder of the signing key can create this token. It must not mix up two users all the same.
        var mixed = forge.Sign(Jwt.Read(own.AccessToken).With("sub", victim.Id.ToString()));
        var response = await _client.MeAsync(mixed);

        Assert.True(
            response.Status == HttpStatusCode.Unauthorized || response["id"] == victim.Id.ToString(), response.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.")]
    public async Task Garbage_is_refused(string token) => await IsRefusedAsync(token);

    [Fact]
    public async Task A_refresh_token_is_not_an_access_token()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsRefusedAsync(user.RefreshToken);
    }

    [Fact]
    public async Task A_very_long_token_is_refused() => await IsRefusedAsync(new string('a', 12_000));

    [Theory]
    [InlineData("Basic")]
    [InlineData("Token")]
    [InlineData("DPoP")]
    public async Task Another_authentication_scheme_counts_as_no_token(string scheme)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {user.AccessToken}");

        var response = await _client.SendAsync(request);

        Problems.Is("invalid_token", response);
    }

    [Fact]
    public async Task Without_a_token_the_WWW_Authenticate_header_names_no_error()
    {
        var response = await _client.MeAsync(null);

        Problems.Is("invalid_token", response);
        Assert.StartsWith("Bearer", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    private async Task<Jwt> GoodTokenAsync() => Jwt.Read((await SignedInUser.CreateAsync(_client)).AccessToken);

    private async Task IsRefusedAsync(string token)
    {
        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        var response = await _client.SendAsync(request);

        Problems.Is("invalid_token", response);
        if (token.Length > 0)
        {
            Assert.Equal("Bearer error=\"invalid_token\"", response.Header("WWW-Authenticate"));
        }
    }
}
