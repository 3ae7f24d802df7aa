using System.Text;
using FsCheck.Xunit;
using SecureAuth.Api.Http.Bodies;

namespace SecureAuth.UnitTests.Http.Bodies;

public sealed class FormParametersTests
{
    [Theory]
    [InlineData("a=b", "b")]
    [InlineData("a=b=c", "b=c")]
    [InlineData("a=b+c%2Bd%20e", "b c+d e")]
    [InlineData("x=y&a=%C3%A4", "ä")]
    [InlineData("%61=b", "b")]
    [InlineData("&&a=b&", "b")]
    public void A_parameter_is_decoded(string form, string value)
    {
        var parsed = Parse(form);

        Assert.False(parsed.Errors.Any);
        Assert.Equal(value, parsed["a"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("A=b")]
    [InlineData("b=a")]
    public void A_parameter_that_is_missing_or_empty_has_no_value(string form)
    {
        var parsed = Parse(form);

        Assert.False(parsed.Errors.Any);
        Assert.Null(parsed["a"]);
    }

    [Theory]
    [InlineData("a=%", "body", "malformed")]
    [InlineData("a=%1", "body", "malformed")]
    [InlineData("a=%g1", "body", "malformed")]
    [InlineData("a=%1g", "body", "malformed")]
    [InlineData("a=%FF", "body", "malformed")]
    [InlineData("%FF=a", "body", "malformed")]
    [InlineData("a=1&a=1", "a", "not_acceptable")]
    [InlineData("a=&a=1", "a", "not_acceptable")]
    [InlineData("<b>=1&<b>=1", "body", "not_acceptable")]
    public void Everything_else_is_an_error(string form, string field, string reason) =>
        Assert.Equal([reason], Parse(form).Errors.ToDictionary()[field]);

    [Property]
    public void Any_text_that_is_encoded_is_decoded(string? text)
    {
        var value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes("x" + text));

        Assert.Equal(value, Parse($"a={Uri.EscapeDataString(value)}")["a"]);
        Assert.Equal(value, Parse($"a={System.Net.WebUtility.UrlEncode(value)}")["a"]);
    }

    [Property]
    public void No_bytes_are_an_exception(byte[] body) => Assert.NotNull(FormParameters.Parse(body));

    private static FormParameters Parse(string form) => FormParameters.Parse(Encoding.UTF8.GetBytes(form));
}
