using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

public sealed class RequestIdTests(TestSystem system)
{
    private const string Header = "X-Request-Id";

    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("abcdefgh")]
    [InlineData("A.b_c-1.")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_clients_request_id_is_kept(string id)
    {
        var response = await SendAsync("/api/v1/users/me", id);

        Assert.Equal(id, response.RequestId);
        Problems.Is("invalid_token", response);
    }

    [Theory]
    [InlineData("short7x")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("with a space")]
    [InlineData("quote\"quote")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{\"level\":\"x\"}")]
    [InlineData("semi;colon;x")]
    [InlineData("../../etc/passwd")]
    [InlineData("ümläut-ümläut")]
    [InlineData("line\tline\tline")]
    [InlineData("$(reboot)$(reboot)")]
    [InlineData("")]
    public async Task A_harmful_request_id_is_replaced(string id)
    {
        var response = await SendAsync("/api/v1/users/me", id);

        Assert.NotEqual(id, response.RequestId);
        Assert.Matches("^[A-Za-z0-9._-]{8,64}$", response.RequestId);
        Problems.Is("invalid_token", response);
    }

    [Fact]
    public async Task Two_request_ids_count_as_none()
    {
        var request = TestClient.Request(HttpMethod.Get, "/alive");
        request.Headers.Add(Header, ["first-of-two", "second-of-two"]);

        var response = await _client.SendAsync(request);

        Assert.DoesNotContain("of-two", response.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_request_gets_its_own_id()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _client.GetAsync("/alive")));

        Assert.Equal(20, responses.Select(response => response.RequestId).Distinct().Count());
    }

    [Fact]
    public async Task The_audit_row_holds_the_clients_request_id_and_the_servers_trace_id()
    {
        const string Id = "chosen-by-the-client";
        async Task<AuditTrailRow> RefusedSignInAsync()
        {
            var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/refresh");
            request.Headers.Add(Header, Id);
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
            request.Content = System.Net.Http.Json.JsonContent.Create(new { refresh_token = "garbage" });
            await _client.SendAsync(request);
            var rows = await system.Database.AuditWhereAsync("request_id = $1 AND address = $2::inet", Id, _client.Address);
            return rows[^1];
        }

        var first = await RefusedSignInAsync();
        var second = await RefusedSignInAsync();

        Assert.Equal(Id, first.RequestId);
        Assert.Matches("^[0-9a-f]{32}$", first.TraceId);
        Assert.NotEqual("0af7651916cd43dd8448eb211c80319c", first.TraceId);
        Assert.NotEqual(first.TraceId, second.TraceId);
    }

    [Fact]
    public async Task Every_log_record_of_a_request_carries_its_id()
    {
        var response = await _client.RefreshAsync("garbage");

        await Eventually.IsTrueAsync(() => system.Api.Log.Contains(response.RequestId), "a record with the request id is logged");
        var records = system.Api.Log.Records.Where(
            record => record.GetRawText().Contains(response.RequestId, StringComparison.Ordinal));
        Assert.All(records, record => Assert.Contains(
            response.RequestId, record.GetProperty("Scopes").GetRawText(), StringComparison.Ordinal));
    }

    private Task<Response> SendAsync(string path, string id)
    {
        var request = TestClient.Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(Header, id);
        return _client.SendAsync(request);
    }
}
