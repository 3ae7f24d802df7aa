using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Http;

public sealed class FieldErrorsTests
{
    private readonly FieldErrors _errors = new();

    [Fact]
    public void Good_fields_are_returned_and_leave_no_error()
    {
        Assert.Equal("ada@example.com", _errors.Email("email", "ada@example.com"));
        Assert.Equal(" a\0b ", _errors.Secret("password", " a\0b ", 10));
        Assert.Equal("Ada", _errors.OptionalText("display_name", " Ada ", 3));
        Assert.Null(_errors.OptionalText("device_name", null, 3));
        Assert.Null(_errors.OptionalToken("device_token", null, 3));
        Assert.False(_errors.Any);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("ada", "invalid_email")]
    public void A_bad_address_is_told_apart(string? address, string reason)
    {
        _errors.Email("email", address);
        Assert.Equal([reason], _errors.ToDictionary()["email"]);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("abcd", "too_long")]
    public void A_bad_secret_is_told_apart(string? secret, string reason)
    {
        _errors.Secret("password", secret, 3);
        Assert.Equal([reason], _errors.ToDictionary()["password"]);
    }

    [Fact]
    public void A_secret_that_has_no_encoding_is_refused()
    {
        _errors.Secret("password", "a\uD800", 3);
        Assert.Equal(["invalid_characters"], _errors.ToDictionary()["password"]);
    }

    [Theory]
    [InlineData("   ", "required")]
    [InlineData("abcd", "too_long")]
    [InlineData("a\nb", "invalid_characters")]
    public void A_bad_name_is_told_apart(string name, string reason)
    {
        _errors.OptionalText("display_name", name, 3);
        Assert.Equal([reason], _errors.ToDictionary()["display_name"]);
    }

    [Fact]
    public void Every_bad_field_is_named()
    {
        _errors.Email("email", null);
        _errors.Secret("password", null, 10);
        Assert.Equal(["email", "password"], _errors.ToDictionary().Keys);
    }
}
