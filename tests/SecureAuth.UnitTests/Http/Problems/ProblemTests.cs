using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Http.Problems;

public sealed class ProblemTests
{
    private readonly DefaultHttpContext _context = new(
        ) { TraceIdentifier = "request-1", Response = { Body = new MemoryStream() } };

    [Fact]
    public async Task A_problem_has_exactly_the_members_of_the_contract()
    {
        _context.Request.Path = "/api/v1/auth/login";
        _context.Request.QueryString = new QueryString("?token=secret");

        await Problem.Of(ErrorCode.InvalidCredentials).ExecuteAsync(_context);

        Assert.Equal(401, _context.Response.StatusCode);
        Assert.Equal("application/problem+json; charset=utf-8", _context.Response.ContentType);
        Assert.Equal(
            """
            {"type":"urn:secureauth:error:invalid_credentials","title":"Invalid credentials","status":401,
            "detail":"The e-mail address, the password or the passkey is wrong.","instance":"/api/v1/auth/login",
            "code":"invalid_credentials","request_id":"request-1"}
            """.ReplaceLineEndings(""),
            Body());
    }

    [Fact]
    public async Task Refused_fields_are_named_with_their_reasons()
    {
        await Problem.Validation(new FieldErrors().Add("email", "required")).ExecuteAsync(_context);

        using var document = JsonDocument.Parse(Body());
        Assert.Equal("required", document.RootElement.GetProperty("errors").GetProperty("email")[0].GetString());
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.2, "1")]
    [InlineData(3, "3")]
    [InlineData(3.001, "4")]
    public async Task Retry_After_is_rounded_up_to_whole_seconds(double seconds, string header)
    {
        await Problem.Of(ErrorCode.AccountLocked).RetryAfter(TimeSpan.FromSeconds(seconds)).ExecuteAsync(_context);

        Assert.Equal(header, _context.Response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("Basic eDp5", "Bearer")]
    [InlineData("Bearer nonsense", "Bearer error=\"invalid_token\"")]
    public async Task An_invalid_token_is_distinguished_from_a_missing_one(string? authorization, string challenge)
    {
        _context.Request.Headers.Authorization = authorization;

        await Problem.WriteAsync(_context, ErrorCode.InvalidToken);

        Assert.Equal(challenge, _context.Response.Headers.WWWAuthenticate);
    }

    private string Body() => System.Text.Encoding.UTF8.GetString(((MemoryStream)_context.Response.Body).ToArray());
}
