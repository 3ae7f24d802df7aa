using System.Net;
using System.Text;

namespace SecureAuth.Client.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task A_refusal_has_the_code_the_status_the_id_the_wait_and_the_fields()
    {
        var error = await RefusedAsync(
            HttpStatusCode.BadRequest,
            """{"code":"weak_password","request_id":"body-id","errors":{"password":["too_short","common"]},"new":[1]}""",
            headers: [("X-Request-Id", "request-4711"), ("Retry-After", "7")]);

        Assert.Equal(ErrorCodes.WeakPassword, error.Code);
        Assert.Equal(HttpStatusCode.BadRequest, error.Status);
        Assert.Equal("request-4711", error.RequestId);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
        Assert.Equal(["too_short", "common"], error.Errors["password"]);
        Assert.Equal("SecureAuth responded weak_password (400, request request-4711).", error.Message);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_date_in_retry_after_counts_from_the_date_of_the_response()
    {
        var error = await RefusedAsync(
            HttpStatusCode.ServiceUnavailable,
            """{"code":"service_unavailable"}""",
            headers: [("Date", "Sun, 29 Nov 2026 10:00:00 GMT"), ("Retry-After", "Sun, 29 Nov 2026 10:00:20 GMT")]);

        Assert.Equal(TimeSpan.FromSeconds(20), error.RetryAfter);
        Assert.True(error.IsTransient);
    }

    [Theory]
    [InlineData("<html>Bad Gateway</html>", "text/html")]
    [InlineData("not json", "application/problem+json")]
    [InlineData("""{"code":null}""", "application/problem+json")]
    [InlineData("""{"code":"a\nforged line"}""", "application/problem+json")]
    public async Task What_is_not_an_error_of_the_API_is_an_unexpected_response(string body, string type)
    {
        var error = await RefusedAsync(HttpStatusCode.BadGateway, body, type, ("X-Request-Id", "not an id"));

        Assert.Equal(ErrorCodes.UnexpectedResponse, error.Code);
        Assert.Null(error.RequestId);
        Assert.Empty(error.Errors);
        Assert.True(error.IsTransient);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"access_token":"only half""")]
    [InlineData("""{"two_fa_required":true}""")]
    public async Task A_success_that_cannot_be_read_is_an_unexpected_response(string body)
    {
        var server = new FakeServer(_ => FakeServer.Json(body));

        var error = await Assert.ThrowsAsync<SecureAuthException>(
            () => server.Client().SignInAsync("ann@example.com", "a password"));

        Assert.Equal(ErrorCodes.UnexpectedResponse, error.Code);
        Assert.Equal(HttpStatusCode.OK, error.Status);
    }

    private static Task<SecureAuthException> RefusedAsync(
        HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        RefusedAsync(status, body, "application/problem+json", headers);

    private static async Task<SecureAuthException> RefusedAsync(
        HttpStatusCode status, string body, string type, params (string Name, string Value)[] headers)
    {
        var server = new FakeServer(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return await Assert.ThrowsAsync<SecureAuthException>(() => server.Client().RefreshAsync("sart_1"));
    }
}
