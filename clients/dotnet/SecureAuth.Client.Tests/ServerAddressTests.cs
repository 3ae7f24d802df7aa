namespace SecureAuth.Client.Tests;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://auth.example.com", "https://auth.example.com/")]
    [InlineData("https://example.com/auth", "https://example.com/auth/")]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://127.0.0.1:5080/", "http://127.0.0.1:5080/")]
    public void An_address_ends_with_a_slash(string address, string expected) =>
        Assert.Equal(expected, ServerAddress.Check(new Uri(address), allowHttp: false).AbsoluteUri);

    [Theory]
    [InlineData("http://auth.example.com")]
    [InlineData("ftp://auth.example.com")]
    [InlineData("https://ann@auth.example.com")]
    [InlineData("https://auth.example.com/?a=b")]
    [InlineData("/relative")]
    public void An_address_that_would_reveal_or_misplace_a_password_is_refused(string address)
    {
        var uri = new Uri(address, UriKind.RelativeOrAbsolute);

        Assert.Throws<ArgumentException>(() => ServerAddress.Check(uri, allowHttp: false));
    }

    [Fact]
    public void Http_can_be_allowed() =>
        Assert.Equal("http://auth/", ServerAddress.Check(new Uri("http://auth"), allowHttp: true).AbsoluteUri);
}
