using System.IO.Compression;
using System.Net;
using System.Text;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

public sealed class RequestBodyTests(TestSystem system)
{
    private const string Login = "/api/v1/auth/login";
    private const string SomeMembers = "\"password\":\"violet anvil tuesday\"";

    /// <summary>No other test guesses at this e-mail, so it is never locked.</summary>
    private readonly string _good = $"{{\"email\":\"{NewUser.Create().Email}\",{SomeMembers}}}";

    public static readonly TheoryData<string> Paths =
        ["/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout"];

    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("{")]
    [InlineData("{\"email\"")]
    [InlineData("not json")]
    [InlineData("{'email':'nobody@users.test'}")]
    [InlineData("{\"email\":\"nobody@users.test\",}")]
    [InlineData("/* comment */{}")]
    [InlineData("{" + SomeMembers + "}{}")]
    [InlineData("{" + SomeMembers + "}x")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Malformed_JSON_is_an_invalid_request(string body) =>
        Problems.Is("invalid_request", await _client.PostTextAsync(Login, body));

    [Fact]
    public async Task A_duplicate_member_is_refused()
    {
        var response = await _client.PostTextAsync(
            Login, """{"email":"nobody@users.test","password":"violet anvil tuesday","email":"other@users.test"}""");

        Problems.IsInvalid("email", response);
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var deep = new string('[', 4000) + new string(']', 4000);
        Problems.Is("invalid_request", await _client.PostTextAsync(Login, $$"""{"email":{{deep}},"password":"x"}"""));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_body_over_16_KiB_is_too_large_whether_or_not_its_length_is_announced(string path)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"refresh_token":"{{new string('x', 16 * 1024)}}"}""");

        Problems.Is("payload_too_large", await _client.PostRawAsync(path, body));
        Problems.Is("payload_too_large", await _client.PostChunkedAsync(path, body));
    }

    [Fact]
    public async Task A_body_of_exactly_16_KiB_is_read()
    {
        var padded = _good.PadRight(16 * 1024);
        Problems.Is("invalid_credentials", await _client.PostTextAsync(Login, padded));
        Problems.Is("payload_too_large", await _client.PostTextAsync(Login, padded + " "));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/problem+json")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("*/*")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Media_types_other_than_JSON_are_unsupported(string? contentType) =>
        Problems.Is("unsupported_media_type", await _client.PostTextAsync(Login, _good, contentType));

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task No_endpoint_reads_a_form(string path) => Problems.Is(
        "unsupported_media_type",
        await _client.PostTextAsync(path, "refresh_token=x&email=y", "application/x-www-form-urlencoded"));

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("APPLICATION/JSON")]
    public async Task JSON_is_read_however_its_media_type_is_written(string contentType) =>
        Problems.Is("invalid_credentials", await _client.PostTextAsync(Login, _good, contentType));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_not_decompressed(string encoding)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(_good), TestContext.Current.CancellationToken);
        }

        Problems.Is("unsupported_media_type", await _client.PostRawAsync(Login, compressed.ToArray(), encoding: encoding));
    }

    [Fact]
    public async Task Invalid_UTF_8_is_an_invalid_request()
    {
        byte[][] bodies =
        [
            [.. "{\"email\":\"nobody@users.test\",\"password\":\"violet anvil "u8, 0xC3, 0x28, .. "\"}"u8],
            [.. "{\"email\":\"nobody@users.test\",\"password\":\"violet anvil "u8, 0xED, 0xA0, 0x80, .. "\"}"u8],
            [.. "{\"email\":\"nobody@users.test\",\"password\":\"violet anvil "u8, 0xC0, 0xAF, .. "\"}"u8],
            [.. "{\"\xFF\":1}"u8],
            [0xFF, 0xFE],
        ];
        foreach (var body in bodies)
        {
            Problems.Is("invalid_request", await _client.PostRawAsync(Login, body));
        }
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00 \\ud800")]
    public async Task A_lone_surrogate_is_an_invalid_request(string escaped)
    {
        foreach (var path in new[] { Login, "/api/v1/auth/register" })
        {
            var body = $$"""{"email":"nobody@users.test","password":"violet anvil tuesday {{escaped}}"}""";
            Problems.Is("invalid_request", await _client.PostTextAsync(path, body));
        }
    }

    [Fact]
    public async Task UTF_16_is_an_invalid_request() =>
        Problems.Is("invalid_request", await _client.PostRawAsync(Login, Encoding.Unicode.GetBytes(_good)));

    [Fact]
    public async Task A_byte_order_mark_is_an_invalid_request() => Problems.Is(
        "invalid_request", await _client.PostRawAsync(Login, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(_good)]));

    [Fact]
    public async Task An_error_never_echoes_the_input()
    {
        foreach (var body in new[]
        {
            """{"email":"marker-7f3a","password":"marker-7f3a"}""",
            "{\"marker-7f3a\":1}",
            "marker-7f3a",
            "{\"email\":marker-7f3a}",
        })
        {
            var response = await _client.PostTextAsync(Login, body);
            Problems.Is("invalid_request", response);
            Assert.DoesNotContain("marker-7f3a", response.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_error_reveals_no_implementation_detail()
    {
        foreach (var body in new[] { "{", "[]", """{"email":{}}""", """{"email":7}""", "{\"email\":\"\\ud800\"}" })
        {
            var response = await _client.PostTextAsync(Login, body);
            Assert.Equal(HttpStatusCode.BadRequest, response.Status);
            Assert.DoesNotMatch(
                "(?i)exception|System\\.|SecureAuth\\.|LineNumber|BytePosition|\\bat \\w+\\.|SELECT ", response.Body);
        }
    }
}
