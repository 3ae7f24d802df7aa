using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Users;

/// <summary><c>PATCH /users/me</c>.</summary>
public sealed class ProfileTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_new_name_is_stored_and_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await PatchAsync(user, """{"display_name":"  Grace Hopper "}""");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("Grace Hopper", response["display_name"]);
        Assert.Equal(response.Body, (await _client.MeAsync(user.AccessToken)).Body);
        Assert.NotEqual(response["created_at"], response["updated_at"]);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(AuditEvent.DisplayNameChanged, row.Event);
        Assert.Equal(user.Id, row.UserId);
        Assert.Equal(user.SessionId, row.SessionId);
        Assert.Null(row.Reason);
    }

    [Fact]
    public async Task Null_removes_the_name()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await PatchAsync(user, """{"display_name":null}""");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, response.Json.GetProperty("display_name").ValueKind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"display_name":"Test Person"}""")]
    public async Task An_absent_name_or_the_same_name_changes_and_records_nothing(string body)
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await PatchAsync(user, body);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("Test Person", response["display_name"]);
        Assert.Equal(response["created_at"], response["updated_at"]);
        Assert.Empty(await system.Database.AuditOfRequestAsync(response));
    }

    [Theory]
    [InlineData("""{"display_name":""}""", "display_name")]
    [InlineData("""{"display_name":"  "}""", "display_name")]
    [InlineData("""{"display_name":"a\u0000b"}""", "display_name")]
    [InlineData("""{"display_name":"a\r\nBcc: b"}""", "display_name")]
    [InlineData("""{"display_name":42}""", "display_name")]
    [InlineData("""{"display_name":"a","display_name":"b"}""", "display_name")]
    [InlineData("""{"email":"other@users.test"}""", "email")]
    [InlineData("""{"is_active":false}""", "is_active")]
    [InlineData("""{"changes_display_name":true}""", "changes_display_name")]
    public async Task A_value_that_a_registration_would_refuse_and_other_members_are_refused(string body, string field)
    {
        var user = await SignedInUser.CreateAsync(_client);

        Problems.IsInvalid(field, await PatchAsync(user, body));
        Assert.Equal("Test Person", (await _client.MeAsync(user.AccessToken))["display_name"]);
    }

    [Fact]
    public async Task A_name_has_at_most_100_characters()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var longest = string.Concat(Enumerable.Repeat("🚋", 100));

        Assert.Equal(longest, (await PatchAsync(user, $$"""{"display_name":"{{longest}}"}"""))["display_name"]);
        Problems.IsInvalid("display_name", await PatchAsync(user, $$"""{"display_name":"{{longest}}x"}"""));
    }

    [Fact]
    public async Task The_document_says_that_the_name_may_be_null_or_absent()
    {
        var schema = (await _client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("components").GetProperty("schemas")
            .GetProperty("UpdateUserRequest");

        Assert.False(schema.TryGetProperty("required", out _));
        var member = Assert.Single(schema.GetProperty("properties").EnumerateObject());
        Assert.Equal("display_name", member.Name);
        Assert.Equal(100, member.Value.GetProperty("maxLength").GetInt32());
        Assert.Contains("null", member.Value.GetProperty("type").EnumerateArray().Select(type => type.GetString()));
    }

    private Task<Response> PatchAsync(SignedInUser user, string body)
    {
        var request = TestClient.Request(HttpMethod.Patch, "/api/v1/users/me", user.AccessToken);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return _client.SendAsync(request);
    }
}
