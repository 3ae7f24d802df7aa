using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Keys;

namespace SecureAuth.UnitTests.Keys;

/// <summary>Which rows of the table are accepted as elements of the key ring.</summary>
public sealed class RingElementTests
{
    private static readonly string Old = TestMasterKeys.NewKey();
    private static readonly string New = TestMasterKeys.NewKey();

    private readonly MasterKeys _keys = TestMasterKeys.Of(Old);

    [Fact]
    public void A_protected_element_round_trips_and_holds_no_plaintext_secret()
    {
        var written = NewElement(_keys);
        var xml = RingElement.Write(written, _keys.Newest);

        var opened = Assert.IsType<RingElement.Opened>(RingElement.Read(xml, _keys));

        Assert.Equal((Guid)written.Attribute("id")!, opened.Id);
        Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal);
        var decryptor = opened.Element.Descendants().Attributes("decryptorType").Single().Value;
        Assert.DoesNotContain("Version=", decryptor, StringComparison.Ordinal);
        Assert.True(CanProtect(_keys, xml));
    }

    [Fact]
    public void A_plaintext_key_is_refused_however_it_is_disguised()
    {
        var plain = NewElement(keys: null);
        var ours = XElement.Parse(RingElement.Write(NewElement(_keys), _keys.Newest));
        var mac = (string)ours.Attribute("seal")!;

        IsRefused(plain);
        IsRefused(With(plain, mac));
        IsRefused(With(plain, $"{_keys.Newest.Fingerprint}:"));
        IsRefused(With(plain, _keys.Newest.Fingerprint));
        IsRefused(With(plain, ""));
    }

    [Fact]
    public void An_element_protected_by_an_unknown_master_key_is_reported_as_needing_it()
    {
        var other = TestMasterKeys.Of(New);
        var xml = RingElement.Write(NewElement(other), other.Newest);

        Assert.Equal(new RingElement.NeedsKey(other.Newest.Fingerprint), RingElement.Read(xml, _keys));
    }

    [Theory]
    [InlineData("id", "00000000-0000-0000-0000-000000000001")]
    [InlineData("version", "2")]
    [InlineData("decryptorType",
        "Microsoft.AspNetCore.DataProtection.XmlEncryption.NullXmlDecryptor, Microsoft.AspNetCore.DataProtection")]
    [InlineData("deserializerType", "Anything, SecureAuth.Core")]
    [InlineData("algorithm", "DES")]
    public void A_changed_attribute_is_detected(string attribute, string value)
    {
        var element = XElement.Parse(RingElement.Write(NewElement(_keys), _keys.Newest));
        element.DescendantsAndSelf().Attributes(attribute).First().Value = value;

        IsRefused(element);
    }

    [Theory]
    [InlineData("creationDate")]
    [InlineData("activationDate")]
    [InlineData("expirationDate")]
    public void A_changed_date_is_detected(string name)
    {
        var element = XElement.Parse(RingElement.Write(NewElement(_keys), _keys.Newest));
        element.Element(name)!.Value = "2039-01-01T00:00:00Z";

        IsRefused(element);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<key/>")]
    [InlineData("<revocation version=\"1\"><revocationDate>2026-01-01T00:00:00Z</revocationDate><key id=\"*\"/></revocation>")]
    public void Anything_else_is_refused(string xml) => Assert.IsType<RingElement.Refused>(RingElement.Read(xml, _keys));

    [Fact]
    public void An_empty_element_is_refused_too() => Assert.IsType<RingElement.Refused>(RingElement.Read(null, _keys));

    [Fact]
    public void No_character_of_an_element_can_be_changed()
    {
        var xml = RingElement.Write(NewElement(_keys), _keys.Newest);
        for (var i = 0; i < xml.Length; i++)
        {
            var other = xml[i] == 'x' ? 'y' : 'x';
            Assert.IsNotType<RingElement.Opened>(RingElement.Read($"{xml[..i]}{other}{xml[(i + 1)..]}", _keys));
        }
    }

    [Fact]
    public void A_rewrapped_element_holds_the_same_key_under_the_newest_master_key()
    {
        var xml = RingElement.Write(NewElement(_keys), _keys.Newest);
        var both = TestMasterKeys.Of(New, Old);
        var before = Assert.IsType<RingElement.Opened>(RingElement.Read(xml, both));

        var rewrapped = RingElement.Rewrap(before, both);

        var after = Assert.IsType<RingElement.Opened>(RingElement.Read(rewrapped, TestMasterKeys.Of(New)));
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(both.Newest.Fingerprint, after.Key.Fingerprint);
        Assert.IsType<RingElement.NeedsKey>(RingElement.Read(rewrapped, TestMasterKeys.Of(Old)));

        var ciphertext = ProviderOf(_keys, xml).CreateProtector("test").Protect([1, 2, 3]);
        Assert.Equal([1, 2, 3], ProviderOf(TestMasterKeys.Of(New), rewrapped).CreateProtector("test").Unprotect(ciphertext));
    }

    [Fact]
    public void Without_a_configured_key_elements_are_protected_by_the_published_development_key()
    {
        var none = TestMasterKeys.Of();
        var xml = RingElement.Write(NewElement(none), none.Newest);

        Assert.IsType<RingElement.Opened>(RingElement.Read(xml, none));
        Assert.IsType<RingElement.NeedsKey>(RingElement.Read(xml, _keys));
        Assert.False(MasterKey.IsUsable(Convert.ToBase64String(new byte[32])));
    }

    private void IsRefused(XElement element) => Assert.IsType<RingElement.Refused>(RingElement.Read(element.ToString(), _keys));

    private static XElement With(XElement plain, string mac)
    {
        var copy = new XElement(plain);
        copy.SetAttributeValue("seal", mac);
        return copy;
    }

    private static bool CanProtect(MasterKeys keys, string xml) =>
        ProviderOf(keys, xml).CreateProtector("test").Protect([1]).Length > 1;

    /// <summary>An element as Data Protection creates it, in plaintext if there are no keys.</summary>
    private static XElement NewElement(MasterKeys? keys)
    {
        var repository = new Elements();
        using var services = Services(keys, repository);
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect([1]);
        return Assert.Single(repository.All);
    }

    private static IDataProtectionProvider ProviderOf(MasterKeys keys, string xml)
    {
        var opened = Assert.IsType<RingElement.Opened>(RingElement.Read(xml, keys));
        return Services(keys, new Elements(opened.Element)).GetRequiredService<IDataProtectionProvider>();
    }

    private static ServiceProvider Services(MasterKeys? keys, Elements repository)
    {
        var services = new ServiceCollection();
        services.AddDataProtection();
        services.Configure<KeyManagementOptions>(options =>
        {
            options.XmlRepository = repository;
            options.XmlEncryptor = keys is null ? null : new MasterKeyEncryptor(keys);
        });
        if (keys is not null)
        {
            services.AddSingleton(keys);
        }

        return services.BuildServiceProvider();
    }

    private sealed class Elements(params XElement[] first) : IXmlRepository
    {
        public List<XElement> All { get; } = [.. first];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. All];

        public void StoreElement(XElement element, string friendlyName) => All.Add(element);
    }
}
