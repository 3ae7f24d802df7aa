using System.Net;
using System.Text.Json.Nodes;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.UserFields;

/// <summary>Fields in access tokens.</summary>
[Collection(nameof(CustomApis))]
public sealed class FieldClaimsTests(TestSystem system, CustomApis custom)
{
    private static readonly string[] Own =
    [
        "sub", "sid", "jti", "auth_time", "amr", "roles", "iss", "aud", "iat", "nbf", "exp",
    ];

    private readonly TestClient _client = custom.NewClient();

    [Fact]
    public async Task Fields_for_tokens_are_claims_of_their_type_and_no_others_are()
    {
        var user = await _client.CreateAsync(
            new { company = "Acme", department = "Sales", floor = 3, remote = true, born = "2000-01-01" });

        var claims = Jwt.Read(user.AccessToken).Claims;

        Assert.Equal(
            Own.Concat(["department", "floor", "remote"]).Order(StringComparer.Ordinal),
            claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.True(JsonNode.DeepEquals(claims["department"], "Sales"));
        Assert.True(JsonNode.DeepEquals(claims["floor"], 3));
        Assert.True(JsonNode.DeepEquals(claims["remote"], true));
    }

    [Fact]
    public async Task A_service_that_asks_about_the_token_gets_them_too()
    {
        var user = await _client.CreateAsync(new { company = "Acme", department = "Sales", floor = 3, born = "2000-01-01" });

        var answer = (await new ServiceCaller(_client, system.Settings.ServiceSecret).IntrospectAsync(user.AccessToken)).Json;

        Assert.Equal("Sales", answer.GetProperty("department").GetString());
        Assert.Equal(3, answer.GetProperty("floor").GetInt32());
        Assert.False(answer.TryGetProperty("born", out _));
        Assert.False(answer.TryGetProperty("remote", out _));
    }

    [Fact]
    public async Task A_changed_field_is_in_the_next_token_of_every_kind()
    {
        var user = await _client.CreateAsync(new { company = "Acme", department = "Sales" });
        await _client.PatchAsync(user.AccessToken, """{"fields":{"department":"Support"}}""");

        var fresh = await _client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        var refreshed = await user.RefreshedAsync();
        var repeated = await _client.RefreshAsync(user.RefreshToken);
        var signedIn = await _client.LoginAsync(user.Account);

        Assert.Equal("Sales", DepartmentOf(user.AccessToken));
        string[] tokens = [fresh["access_token"], refreshed.AccessToken, repeated["access_token"], signedIn["access_token"]];
        Assert.All(tokens, token => Assert.Equal("Support", DepartmentOf(token)));
        Assert.Equal(user.Account.Email, (await _client.MeAsync(refreshed.AccessToken))["email"]);
    }

    [Fact]
    public async Task An_operator_sets_a_field_that_the_user_only_sees()
    {
        var user = await _client.CreateAsync();

        await Cli.SucceedAsync(custom.ForOperators(), "users", "set-field", user.Account.Email, "cost_centre", "4711");
        user = await user.RefreshedAsync();

        Assert.Equal("4711", (string?)Jwt.Read(user.AccessToken).Claims["cost_centre"]);
        Assert.Equal(
            "4711", (await _client.MeAsync(user.AccessToken)).Json.GetProperty("fields").GetProperty("cost_centre").GetString());
    }

    /// <summary>Whatever somebody has written into the database or under other settings.</summary>
    [Theory]
    [InlineData("""{"sub":"1","roles":["admin"],"exp":9999999999}""")]
    [InlineData("""{"department":{"a":[1,2,{"b":null}]},"floor":1e30,"remote":"yes"}""")]
    [InlineData("""{"department":"a department that is longer than it may be today"}""")]
    public async Task No_stored_value_keeps_anybody_from_signing_in_or_becomes_another_claim(string stored)
    {
        var user = await _client.CreateAsync();
        await system.Database.ExecuteAsync("UPDATE users SET fields = $1::text::jsonb WHERE id = $2", stored, user.Id);

        var token = (await _client.LoginAsync(user.Account))["access_token"];

        Assert.Equal(
            Own.Order(StringComparer.Ordinal),
            Jwt.Read(token).Claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
        Assert.Equal(user.Id.ToString(), (string?)Jwt.Read(token).Claims["sub"]);
        Assert.Empty(Jwt.Read(token).Claims["roles"]!.AsArray());
    }

    [Fact]
    public async Task Claims_of_the_longest_values_take_a_kibibyte_at_most()
    {
        await using var api = await system.StartApiAsync(
        [
            .. CustomApis.Field(0, ("Name", "a"), ("MaxLength", "120"), ("InToken", "true")),
            .. CustomApis.Field(1, ("Name", "b"), ("MaxLength", "120"), ("InToken", "true")),
        ]);
        var client = new TestClient(api);
        var plain = await SignedInUser.CreateAsync(client);
        var longest = new string('\\', 120);
        var emoji = string.Concat(Enumerable.Repeat("🦦", 40));

        var changed = await client.PatchAsync(
            plain.AccessToken, $$$"""{"fields":{"a":"{{{longest}}}{{{longest}}}","b":"{{{emoji}}}"}}""");
        Assert.True(changed.Status == HttpStatusCode.OK, changed.ToString());
        Problems.IsInvalid(
            "fields.b", await client.PatchAsync(plain.AccessToken, $$$"""{"fields":{"b":"{{{emoji}}}🦦"}}"""));
        var refreshed = await plain.RefreshedAsync();

        var claims = Jwt.Read(refreshed.AccessToken).Claims;
        Assert.Equal((longest, emoji), ((string?)claims["a"], (string?)claims["b"]));
        var added = PayloadSize(refreshed.AccessToken) - PayloadSize(plain.AccessToken);
        Assert.InRange(added, 1, 1024);
    }

    private static int PayloadSize(string token) => token.Split('.')[1].Length * 3 / 4;

    private static string? DepartmentOf(string token) => (string?)Jwt.Read(token).Claims["department"];
}
