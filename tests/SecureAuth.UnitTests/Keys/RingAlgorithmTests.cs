using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core;
using SecureAuth.Core.Keys;

namespace SecureAuth.UnitTests.Keys;

/// <summary>What the keys of the ring encrypt with: AES-256-GCM, and for older keys whatever they were created for.</summary>
public sealed class RingAlgorithmTests
{
    /// <summary>The magic header, the key's id, what the secret's own key is derived from, the nonce, and the tag.</summary>
    private const int Overhead = 4 + 16 + 16 + 12 + 16;

    private readonly Elements _elements = new();

    [Fact]
    public void A_new_key_of_the_ring_encrypts_with_AES_256_GCM()
    {
        var ciphertext = Protect([1, 2, 3]);

        Assert.Equal("AES_256_GCM", AlgorithmOf(Assert.Single(_elements.All)));
        Assert.Equal(Overhead + 3, ciphertext.Length);
    }

    [Fact]
    public void A_change_of_any_byte_of_a_secret_is_detected()
    {
        var ciphertext = Protect([1, 2, 3]);
        using var services = Services(gcm: true);
        var protector = ProtectorOf(services);
        for (var i = 0; i < ciphertext.Length; i++)
        {
            byte[] changed = [.. ciphertext];
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(changed));
        }

        Assert.Equal([1, 2, 3], protector.Unprotect(ciphertext));
    }

    [Fact]
    public void A_secret_of_an_older_key_with_another_algorithm_is_still_decrypted()
    {
        var ciphertext = Protect([1, 2, 3], gcm: false);
        Assert.Equal("AES_256_CBC", AlgorithmOf(Assert.Single(_elements.All)));

        using var services = Services(gcm: true);
        Assert.Equal([1, 2, 3], ProtectorOf(services).Unprotect(ciphertext));
    }

    [Fact]
    public void The_services_of_the_product_use_it()
    {
        var services = new ServiceCollection();
        services.AddSecureAuthCore();

        // The product's repository reads the database, which this test does not have.
        services.AddOptions<KeyManagementOptions>().PostConfigure(options =>
        {
            options.XmlRepository = _elements;
            options.XmlEncryptor = null;
        });
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddSingleton(TestMasterKeys.Of(TestMasterKeys.NewKey()));
        using var provider = services.BuildServiceProvider();
        ProtectorOf(provider).Protect([1]);

        Assert.Equal("AES_256_GCM", AlgorithmOf(Assert.Single(_elements.All)));
    }

    private byte[] Protect(byte[] secret, bool gcm = true)
    {
        using var services = Services(gcm);
        return ProtectorOf(services).Protect(secret);
    }

    private static IDataProtector ProtectorOf(ServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static string AlgorithmOf(XElement element) =>
        element.Descendants("encryption").Single().Attribute("algorithm")!.Value;

    private ServiceProvider Services(bool gcm)
    {
        var services = new ServiceCollection();
        var builder = services.AddDataProtection();
        if (gcm)
        {
            builder.UseCryptographicAlgorithms(RingAlgorithm.ForNewKeys);
        }

        services.Configure<KeyManagementOptions>(options => options.XmlRepository = _elements);
        return services.BuildServiceProvider();
    }

    private sealed class Elements : IXmlRepository
    {
        public List<XElement> All { get; } = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. All];

        public void StoreElement(XElement element, string friendlyName) => All.Add(element);
    }
}
