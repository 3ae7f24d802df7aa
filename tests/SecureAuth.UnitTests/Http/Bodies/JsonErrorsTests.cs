using System.Text.Json;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Bodies;

namespace SecureAuth.UnitTests.Http.Bodies;

public sealed class JsonErrorsTests
{
    private static readonly JsonSerializerOptions Strict = MakeOptions();

    [Theory]
    [InlineData("""{"email":1}""", "email")]
    [InlineData("""{"is_admin":true}""", "is_admin")]
    [InlineData("""{"email":"a","email":"b"}""", "email")]
    [InlineData("""{"email":[[[[[[[[[1]]]]]]]]]}""", "email")]
    [InlineData("""{"email":"\ud800"}""", "email")]
    [InlineData("""{"Email":"a"}""", "Email")]
    [InlineData("""{"limit":"1"}""", "limit")]
    public void The_member_to_blame_is_named(string body, string member) => Assert.Equal([member], Errors(body).Keys);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{/* */}")]
    [InlineData("""{"not one of ours":1}""")]
    [InlineData("""{"\u0000":1}""")]
    public void Other_errors_name_the_body(string body) => Assert.Equal([JsonErrors.Body], Errors(body).Keys);

    private static IReadOnlyDictionary<string, string[]> Errors(string body) =>
        JsonErrors.From(Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Request>(body, Strict))).ToDictionary();

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        JsonSettings.Configure(options);
        return options;
    }

    private sealed record Request(string? Email = null, int? Limit = null);
}
