using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.UserFields;

/// <summary>Fields that an operator has configured, from the registration to the deletion.</summary>
[Collection(nameof(CustomApis))]
public sealed class UserFieldsTests(TestSystem system, CustomApis custom)
{
    private readonly TestClient _client = custom.NewClient();

    [Fact]
    public async Task Fields_are_in_the_answers_from_the_registration_on()
    {
        var user = NewUser.Create();

        var registered = await _client.RegisterAsync(
            user, new { department = "Sales & \"co\" 🦦", company = "Acme", born = "2000-02-29", floor = -3, remote = false });

        Assert.Equal(HttpStatusCode.Created, registered.Status);
        var fields = registered.Json.GetProperty("fields");
        Assert.Equal(6 + CustomApis.Counters, fields.EnumerateObject().Count());
        Assert.Equal("Sales & \"co\" 🦦", fields.GetProperty("department").GetString());
        Assert.Equal("2000-02-29", fields.GetProperty("born").GetString());
        Assert.Equal(-3, fields.GetProperty("floor").GetInt32());
        Assert.False(fields.GetProperty("remote").GetBoolean());
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("cost_centre").ValueKind);
        var token = (await _client.LoginAsync(user))["access_token"];
        Assert.Equal(fields.GetRawText(), (await _client.MeAsync(token)).Json.GetProperty("fields").GetRawText());
    }

    [Theory]
    [InlineData("""{}""", "company", "required")]
    [InlineData("""{"company":null}""", "company", "required")]
    [InlineData("""{"company":""}""", "company", "required")]
    [InlineData("""{"company":"A","department":"<b>"}""", "department", "invalid_value")]
    [InlineData("""{"company":"A","department":"123456789012345678901"}""", "department", "too_long")]
    [InlineData("""{"company":"A","department":"🦦🦦🦦🦦🦦🦦🦦"}""", "department", "too_long")]
    [InlineData("""{"company":"A\u0000"}""", "company", "invalid_characters")]
    [InlineData("""{"company":"A\ud83e"}""", "company", "invalid_characters")]
    [InlineData("""{"company":"A","floor":1.5}""", "floor", "invalid_value")]
    [InlineData("""{"company":"A","floor":"1"}""", "floor", "not_acceptable")]
    [InlineData("""{"company":"A","born":"2001-02-29"}""", "born", "invalid_value")]
    [InlineData("""{"company":"A","cost_centre":"1"}""", "cost_centre", "not_acceptable")]
    [InlineData("""{"company":"A","is_admin":true}""", "is_admin", "not_acceptable")]
    [InlineData("""{"company":"A","company":"B"}""", null, null)]
    [InlineData("""{"company":"A","a<b":1}""", null, "not_acceptable")]
    [InlineData("""{"company":"A","\ud83e":1}""", null, null)]
    [InlineData("null", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("\"A\"", null, null)]
    public async Task Values_that_are_not_as_configured_are_refused(string fields, string? name, string? reason)
    {
        var user = NewUser.Create();
        var path = name is null ? "fields" : $"fields.{name}";

        var registered = await _client.PostTextAsync(
            "/api/v1/auth/register", $$"""{"email":"{{user.Email}}","password":"{{user.Password}}","fields":{{fields}}}""");

        Problems.IsInvalid(path, registered);
        Assert.True(reason is null || registered.ErrorsOf(path) is [{ } only] && only == reason, registered.ToString());
        Problems.Is("invalid_credentials", await _client.LoginAsync(user));
    }

    [Fact]
    public async Task A_registration_without_a_required_field_is_refused() => Problems.IsInvalid(
        "fields.company", await _client.RegisterAsync(NewUser.Create()));

    [Fact]
    public async Task A_change_leaves_what_is_absent_and_null_removes()
    {
        var user = await _client.CreateAsync(new { company = "Acme", department = "Sales", floor = 1 });

        var changed = await _client.PatchAsync(user.AccessToken, """{"fields":{"department":"Support","floor":null}}""");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        var fields = changed.Json.GetProperty("fields");
        Assert.Equal("Acme", fields.GetProperty("company").GetString());
        Assert.Equal("Support", fields.GetProperty("department").GetString());
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("floor").ValueKind);
        Assert.NotEqual(changed["created_at"], changed["updated_at"]);
        Problems.IsInvalid("fields.company", await _client.PatchAsync(user.AccessToken, """{"fields":{"company":null}}"""));
        Problems.IsInvalid(
            "fields.cost_centre", await _client.PatchAsync(user.AccessToken, """{"fields":{"cost_centre":"1"}}"""));
        Problems.IsInvalid("fields.x", await _client.PatchAsync(user.AccessToken, """{"fields":{"x":null}}"""));
        Problems.IsInvalid("fields", await _client.PatchAsync(user.AccessToken, """{"fields":null}"""));
        Assert.Equal(changed.Body, (await _client.MeAsync(user.AccessToken)).Body);
    }

    [Fact]
    public async Task A_change_is_recorded_with_the_names_and_without_the_values()
    {
        var marker = "Marker" + RandomNumberGenerator.GetHexString(8);
        var user = await _client.CreateAsync(new { company = marker });

        var changed = await _client.PatchAsync(
            user.AccessToken, $$$"""{"display_name":"Ann","fields":{"department":"{{{marker}}}","floor":null}}""");
        var again = await _client.PatchAsync(user.AccessToken, $$$"""{"fields":{"department":"{{{marker}}}","floor":null}}""");

        var rows = await system.Database.AuditOfRequestAsync(changed);
        Assert.Equal([AuditEvent.DisplayNameChanged, AuditEvent.FieldsChanged], rows.Select(row => row.Event));
        Assert.Equal("fields=department,floor", rows[1].Reason);
        Assert.Equal((user.Id, user.SessionId), (rows[1].UserId, rows[1].SessionId));
        Assert.Empty(await system.Database.AuditOfRequestAsync(again));
        Assert.Equal(changed["updated_at"], again["updated_at"]);
        Assert.False(custom.HaveLogged(marker));
    }

    [Fact]
    public async Task Nothing_is_changed_if_a_part_of_a_change_is_refused()
    {
        var user = await _client.CreateAsync();

        Problems.IsInvalid("fields.floor", await _client.PatchAsync(
            user.AccessToken, """{"display_name":"Ann","fields":{"department":"Sales","floor":"high"}}"""));

        var me = await _client.MeAsync(user.AccessToken);
        Assert.Equal(JsonValueKind.Null, me.Json.GetProperty("display_name").ValueKind);
        Assert.Equal(JsonValueKind.Null, me.Json.GetProperty("fields").GetProperty("department").ValueKind);
    }

    [Fact]
    public async Task Fifty_changes_of_different_fields_lose_nothing()
    {
        var user = await _client.CreateAsync();

        var changed = await custom.RaceAsync(_client, (client, i) =>
            client.PatchAsync(user.AccessToken, $$$"""{"fields":{"counter_{{{i}}}":{{{i}}}}}"""));

        Assert.All(changed, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        var fields = (await _client.MeAsync(user.AccessToken)).Json.GetProperty("fields");
        Assert.All(Enumerable.Range(0, changed.Count), i => Assert.Equal(i, fields.GetProperty($"counter_{i}").GetInt32()));
        Assert.Equal("Acme", fields.GetProperty("company").GetString());
    }

    [Fact]
    public async Task A_field_that_is_required_by_now_keeps_nobody_out()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
        var changed = await _client.PatchAsync(user.AccessToken, """{"fields":{"floor":2}}""");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(JsonValueKind.Null, changed.Json.GetProperty("fields").GetProperty("company").ValueKind);
    }

    [Fact]
    public async Task Former_fields_are_in_the_export_alone()
    {
        var user = await _client.CreateAsync();
        await StoreAsync(user, """{"company":"Acme","former":"kept","floor":"three"}""");
        user = await user.RefreshedAsync();

        var me = await _client.MeAsync(user.AccessToken);
        Assert.False(me.Json.GetProperty("fields").TryGetProperty("former", out _));
        Assert.Equal(JsonValueKind.Null, me.Json.GetProperty("fields").GetProperty("floor").ValueKind);
        Assert.Null(Jwt.Read(user.AccessToken).Claims["former"]);
        Assert.Null(Jwt.Read(user.AccessToken).Claims["floor"]);
        Problems.IsInvalid("fields.former", await _client.PatchAsync(user.AccessToken, """{"fields":{"former":null}}"""));
        await _client.PatchAsync(user.AccessToken, """{"fields":{"remote":true}}""");

        foreach (var client in new[] { _client, system.NewClient() })
        {
            var exported = await client.GetAsync("/api/v1/users/me/export", user.AccessToken);
            var fields = exported.Json.GetProperty("user").GetProperty("fields");
            Assert.Equal("kept", fields.GetProperty("former").GetString());
            Assert.Equal("three", fields.GetProperty("floor").GetString());
            Assert.True(fields.GetProperty("remote").GetBoolean());
        }
    }

    [Fact]
    public async Task Former_fields_that_leave_no_room_are_an_error_of_the_request()
    {
        var user = await _client.CreateAsync();
        await StoreAsync(user, $$"""{"former":"{{new string('a', 32_750)}}"}""");

        var changed = await _client.PatchAsync(user.AccessToken, """{"fields":{"company":"A company with a long name"}}""");

        Problems.IsInvalid("fields", changed);
        Assert.Equal(["too_long"], changed.ErrorsOf("fields"));
    }

    [Fact]
    public async Task A_deletion_erases_the_fields()
    {
        var marker = "Marker" + RandomNumberGenerator.GetHexString(8);
        var user = await _client.CreateAsync(new { company = marker });

        var deleted = await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, user.AccessToken);

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(
            0L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE fields->>'company' = $1", marker));
    }

    [Fact]
    public async Task Without_configuration_there_are_no_fields()
    {
        var client = system.NewClient();
        var user = await SignedInUser.CreateAsync(client);

        Problems.IsInvalid("fields", await client.RegisterAsync(NewUser.Create(), new { company = "Acme" }));
        Problems.IsInvalid("fields", await client.PatchAsync(user.AccessToken, """{"fields":{}}"""));
        Assert.False((await client.MeAsync(user.AccessToken)).Json.TryGetProperty("fields", out _));
        var export = await client.GetAsync("/api/v1/users/me/export", user.AccessToken);
        Assert.False(export.Json.GetProperty("user").TryGetProperty("fields", out _));
        Assert.DoesNotContain("\"fields\"", (await client.GetAsync("/api/v1/openapi.json")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_describes_the_fields()
    {
        var schemas = (await _client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("components").GetProperty("schemas");
        var register = schemas.GetProperty("RegisterRequest");
        var asked = register.GetProperty("properties").GetProperty("fields");
        var changed = schemas.GetProperty("UpdateUserRequest").GetProperty("properties").GetProperty("fields");
        var shown = schemas.GetProperty("UserResponse").GetProperty("properties").GetProperty("fields");

        Assert.Contains("fields", register.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.False(asked.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("company", Assert.Single(asked.GetProperty("required").EnumerateArray()).GetString());
        Assert.False(asked.GetProperty("properties").TryGetProperty("cost_centre", out _));
        IsSchema("""{"type":"string","minLength":1,"maxLength":20,"pattern":"^[^<>]+$"}""", asked, "department");
        IsSchema("""{"type":"string","format":"date","examples":["2026-01-31"]}""", asked, "born");
        IsSchema("""{"type":["null","boolean"],"examples":[true]}""", changed, "remote");
        Assert.False(changed.TryGetProperty("required", out _));
        Assert.True(shown.GetProperty("properties").GetProperty("cost_centre").GetProperty("readOnly").GetBoolean());
        Assert.Equal(6 + CustomApis.Counters, shown.GetProperty("required").GetArrayLength());
    }

    private static void IsSchema(string expected, JsonElement fields, string name)
    {
        var schema = fields.GetProperty("properties").GetProperty(name).GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(schema)), schema);
    }

    private async Task StoreAsync(SignedInUser user, string fields) => Assert.Equal(1, await system.Database.ExecuteAsync(
        "UPDATE users SET fields = $1::text::jsonb WHERE id = $2", fields, user.Id));
}
