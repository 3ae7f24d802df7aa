using System.Net;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.WellKnown;

public sealed class JwksTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Every_key_has_its_public_members_and_no_others()
    {
        var response = await _client.GetAsync("/.well-known/jwks.json");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        JsonAssert.HasExactly(response.Json, "keys");
        var keys = response.Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            JsonAssert.HasExactly(key, "kty", "use", "alg", "kid", "crv", "x", "y");
            Assert.Equal("EC", key.GetProperty("kty").GetString());
            Assert.Equal("sig", key.GetProperty("use").GetString());
            Assert.Equal("ES256", key.GetProperty("alg").GetString());
            Assert.Equal("P-256", key.GetProperty("crv").GetString());
            Assert.All(
                ["x", "y"], member => Assert.Equal(32, Base64UrlEncoder.DecodeBytes(key.GetProperty(member).GetString()).Length));
        }
    }

    [Fact]
    public async Task Key_and_discovery_documents_may_be_cached()
    {
        foreach (var path in new[] { "/.well-known/jwks.json", "/.well-known/openid-configuration" })
        {
            var response = await _client.GetAsync(path);
            Assert.True(
                response.Headers.CacheControl is { NoStore: false, MaxAge.TotalSeconds: >= 60 }, response.Header(
                    "Cache-Control"));
            Assert.StartsWith("application/", response.ContentType, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Replicas_sign_with_the_same_keys()
    {
        var replica = await system.ReplicaAsync();

        var here = await _client.GetAsync("/.well-known/jwks.json");
        var there = await _client.Through(replica).GetAsync("/.well-known/jwks.json");

        Assert.Equal(here.Body, there.Body);
    }

    [Fact]
    public async Task Private_keys_are_stored_encrypted_by_a_key_ring_that_a_master_key_protects()
    {
        var privateKey = await system.Database.ScalarAsync<byte[]>("SELECT protected_private_key FROM signing_keys");
        Assert.ThrowsAny<Exception>(() =>
        {
            using var key = System.Security.Cryptography.ECDsa.Create();
            key.ImportPkcs8PrivateKey(privateKey, out _);
        });

        var ring = await system.Database.RowsAsync("SELECT xml FROM data_protection_keys");
        Assert.NotEmpty(ring);
        Assert.All(ring, row =>
        {
            Assert.Contains("encryptedSecret", (string)row["xml"]!, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", (string)row["xml"]!, StringComparison.Ordinal);
        });
    }
}
