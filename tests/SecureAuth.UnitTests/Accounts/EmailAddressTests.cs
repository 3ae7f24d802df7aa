using FsCheck;
using FsCheck.Xunit;
using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class EmailAddressTests
{
    private static readonly string LongestLocal = new('a', 64);

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("Ada.Lovelace+news@mail.example.co.uk")]
    [InlineData("o'brien@example.com")]
    [InlineData("a!#$%&'*+-/=?^_`{|}~b@example.com")]
    [InlineData("a@b.co")]
    [InlineData("a@xn--bcher-kva.example")]
    [InlineData("a@123.example4")]
    public void An_ordinary_address_is_accepted(string address) => Assert.True(EmailAddress.IsValid(address));

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@@example.com")]
    [InlineData("ada@b@example.com")]
    [InlineData("ada@example")]
    [InlineData("ada@.example.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@example.com.")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example-.com")]
    [InlineData("ada@exa_mple.com")]
    [InlineData("ada@192.0.2.1")]
    [InlineData("ada@[192.0.2.1]")]
    [InlineData(".ada@example.com")]
    [InlineData("ada.@example.com")]
    [InlineData("a..da@example.com")]
    [InlineData("\"ada\"@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com,eve@example.com")]
    [InlineData(" ada@example.com")]
    [InlineData("ada@example.com ")]
    [InlineData("ada@example.com\r\nBcc: eve@example.com")]
    [InlineData("ada\0@example.com")]
    [InlineData("ada\u200B@example.com")]
    [InlineData("ada@exаmple.com")]
    [InlineData("adä@example.com")]
    public void Anything_else_is_refused(string address) => Assert.False(EmailAddress.IsValid(address));

    [Fact]
    public void The_local_part_has_at_most_64_characters()
    {
        Assert.True(EmailAddress.IsValid($"{LongestLocal}@example.com"));
        Assert.False(EmailAddress.IsValid($"a{LongestLocal}@example.com"));
    }

    [Fact]
    public void A_label_has_at_most_63_characters()
    {
        Assert.True(EmailAddress.IsValid($"a@{new string('b', 63)}.com"));
        Assert.False(EmailAddress.IsValid($"a@{new string('b', 64)}.com"));
    }

    [Fact]
    public void An_address_has_at_most_254_characters()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 46), 4)) + ".c";
        Assert.True(EmailAddress.IsValid($"{LongestLocal}@{domain}"));
        Assert.False(EmailAddress.IsValid($"{LongestLocal}@{domain}c"));
    }

    [Property(MaxTest = 1000)]
    public bool No_accepted_address_can_break_out_of_a_mail_header(NonNull<string> local, NonNull<string> domain)
    {
        var address = $"{local.Get}@{domain.Get}.com";
        return !EmailAddress.IsValid(address)
            || (address.Length <= EmailAddress.MaxLength
                && address.All(
                    c => char.IsAscii(c) && !char.IsControl(c) && !" ,;:<>()[]\\\"".Contains(c, StringComparison.Ordinal))
                && address.Count(c => c == '@') == 1);
    }
}
