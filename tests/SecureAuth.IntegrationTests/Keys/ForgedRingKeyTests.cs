using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>No key of an attacker who can write to the tables, but has no master key, is ever used.</summary>
public sealed class ForgedRingKeyTests(TestSystem system)
{
    [Fact]
    public async Task A_forged_ring_key_decrypts_nothing()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        var unsealed = await InsertAsync(deployment, "forged-unsealed", element => element.ToString());
        var sealedByAnother = await InsertAsync(
            deployment, "forged-protected", element => RingForge.Protect(element, Settings.NewKey()));

        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);

        var client = new TestClient(api);
        var keys = await client.GetAsync("/.well-known/jwks.json");
        Assert.Single(keys.Json.GetProperty("keys").EnumerateArray());
        Assert.DoesNotContain("forged", keys.Body, StringComparison.Ordinal);
        await EnrolledUser.CreateAsync(deployment.Database, new TestClient(api));
        Assert.Equal(1, await deployment.Database.ScalarAsync<long>(
            "SELECT count(*) FROM totp_credentials WHERE substring(protected_secret FROM 5 FOR 16) NOT IN ($1, $2)",
            unsealed.ToByteArray(),
            sealedByAnother.ToByteArray()));
        foreach (var reason in new[] { "has no valid MAC of a master key of this installation", "which is not configured" })
        {
            Assert.Contains(api.Log.Records, record =>
                record.GetProperty("Message").GetString()!.Contains(reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_duplicate_of_a_valid_row_does_not_break_the_key_ring()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        await deployment.Database.ExecuteAsync(
            "INSERT INTO data_protection_keys (friendly_name, xml) SELECT friendly_name, xml FROM data_protection_keys");

        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);

        await EnrolledUser.CreateAsync(deployment.Database, new TestClient(api));
    }

    /// <summary>Inserts a forged ring key and a signing key that is encrypted under it.</summary>
    /// <returns>The id of the ring key.</returns>
    private static async Task<Guid> InsertAsync(KeyedDeployment deployment, string name, Func<XElement, string> toXml)
    {
        var forged = new Elements();
        var signingKey = ForgeSigningKey(forged, name);
        var element = Assert.Single(forged.All);
        await deployment.Database.ExecuteAsync(
            "INSERT INTO data_protection_keys (friendly_name, xml) VALUES ($1, $2)", name, toXml(element));
        await deployment.Database.ExecuteAsync(
            """
            INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
            VALUES ($1, '\x00', $2, now() - interval '1 day', now() - interval '1 day')
            """,
            name,
            signingKey);
        return (Guid)element.Attribute("id")!;
    }

    /// <summary>A private key that is encrypted like the API's, under a ring key that the attacker knows.</summary>
    private static byte[] ForgeSigningKey(IXmlRepository ring, string name)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("SecureAuth");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = ring);
        using var provider = services.BuildServiceProvider();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return provider.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("SecureAuth.SigningKey", name).Protect(key.ExportPkcs8PrivateKey());
    }

    private sealed class Elements : IXmlRepository
    {
        public List<XElement> All { get; } = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. All];

        public void StoreElement(XElement element, string friendlyName) => All.Add(element);
    }
}
