using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Http.Problems;

public sealed class FieldErrorsTests
{
    private readonly FieldErrors _errors = new();

    [Fact]
    public void Valid_fields_are_returned_without_an_error()
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
    public void Each_kind_of_invalid_email_has_its_own_reason(string? address, string reason)
    {
        _errors.Email("email", address);
        Assert.Equal([reason], _errors.ToDictionary()["email"]);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("abcd", "too_long")]
    public void Each_kind_of_invalid_secret_has_its_own_reason(string? secret, string reason)
    {
        _errors.Secret("password", secret, 3);
        Assert.Equal([reason], _errors.ToDictionary()["password"]);
    }

    [Fact]
    public void A_secret_that_cannot_be_encoded_is_refused()
    {
        _errors.Secret("password", "a\uD800", 3);
        Assert.Equal(["invalid_characters"], _errors.ToDictionary()["password"]);
    }

    [Theory]
    [InlineData("   ", "required")]
    [InlineData("abcd", "too_long")]
    [InlineData("a\nb", "invalid_characters")]
    public void Each_kind_of_invalid_name_has_its_own_reason(string name, string reason)
    {
        _errors.OptionalText("display_name", name, 3);
        Assert.Equal([reason], _errors.ToDictionary()["display_name"]);
    }

    [Fact]
    public void Every_invalid_field_is_named()
    {
        _errors.Email("email", null);
        _errors.Secret("password", null, 10);
        Assert.Equal(["email", "password"], _errors.ToDictionary().Keys);
    }
}
