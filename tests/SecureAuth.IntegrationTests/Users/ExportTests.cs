using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Users;

/// <summary><c>GET /users/me/export</c>.</summary>
public sealed class ExportTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_export_is_a_file_with_everything_about_the_user()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var user = await enrolled.SignInAsync();
        await enrolled.Client.LoginAsync(user.Account.Email, NewUser.StrongPassword());
        using var authenticator = new Authenticator();
        var passkey = await user.Client.AddPasskeyAsync(user.AccessToken, authenticator);
        user = await user.RefreshedAsync();

        var response = await ExportAsync(user);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json", response.ContentType);
        Assert.Equal("attachment; filename=\"secureauth-account.json\"", response.Header("Content-Disposition"));
        JsonAssert.HasExactly(
            response.Json, "exported_at", "user", "second_factor", "passkeys", "lockout", "sessions", "devices",
            "unfinished_sign_ins", "mailed_links", "mails", "events");
        JsonAssert.IsRecentUtc(response.Json.GetProperty("exported_at"));
        Assert.Equal((await user.Client.MeAsync(user.AccessToken)).Body, response.Json.GetProperty("user").GetRawText());
        var secondFactor = response.Json.GetProperty("second_factor");
        JsonAssert.IsRecentUtc(secondFactor.GetProperty("totp_enabled_at"));
        Assert.Equal(10, secondFactor.GetProperty("recovery_codes_left").GetInt32());
        Assert.Equal(
            passkey["id"],
            Assert.Single(response.Json.GetProperty("passkeys").EnumerateArray()).GetProperty("id").GetString());
        var mail = response.Json.GetProperty("mails").EnumerateArray()
            .Single(mail => mail.GetProperty("kind").GetString() == "passkeys_changed");
        Assert.Equal("passkey_added", mail.GetProperty("change").GetString());
        Assert.Equal(enrolled.Client.Address, mail.GetProperty("ip").GetString());
        Assert.Equal(1, response.Json.GetProperty("lockout").GetProperty("failed_attempts").GetInt32());
        var sessions = response.Json.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(2, sessions.Count);
        Assert.Equal(user.SessionId.ToString(), sessions[0].GetProperty("id").GetString());
        Assert.Equal(enrolled.Client.Address, sessions[0].GetProperty("ip").GetString());
        Assert.Equal(2, response.Json.GetProperty("devices").GetArrayLength());
        Assert.Single(response.Json.GetProperty("unfinished_sign_ins").EnumerateArray());

        var events = response.Json.GetProperty("events").EnumerateArray().ToList();
        var rows = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Equal(rows.Count, events.Count);
        Assert.Equal("data_exported", events[0].GetProperty("event").GetString());
        Assert.Equal(response.RequestId, events[0].GetProperty("request_id").GetString());
        Assert.Equal(AuditEvent.DataExported, rows[^1].Event);
        Assert.Contains(events, e => e.GetProperty("event").GetString() == "refreshed");
    }

    [Fact]
    public async Task The_export_has_no_secret_and_nothing_about_operators()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        await Cli.SucceedAsync(
            system.Settings.ForOperators(), "users", "unlock", enrolled.User.Account.Email, "--yes", "--reason", "phoned us");
        await Cli.SucceedAsync(
            system.Settings.ForOperators(), "tokens", "revoke", "--user", enrolled.User.Account.Email, "--yes", "--reason",
            "phoned us");
        var user = await enrolled.SignInAsync();

        var body = (await ExportAsync(user)).Body;

        Assert.Contains("\"operator\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("phoned us", body, StringComparison.Ordinal);
        Assert.DoesNotContain($"@{Environment.MachineName}", body, StringComparison.Ordinal);
        string[] secrets = [.. enrolled.RecoveryCodes, user.RefreshToken, user.Account.Password];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
        Assert.DoesNotContain("hash", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_export_has_a_rate_limit_of_its_own()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await ExportAsync(user);

        Assert.StartsWith("\"export\";", response.Header("RateLimit-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_events_are_exported_completely_and_in_order()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, user_id, trace_id)
            SELECT 300, 1, 1, $1, '' FROM generate_series(1, 1500)
            """,
            user.Id);

        var ids = (await ExportAsync(user)).Json.GetProperty("events").EnumerateArray()
            .Select(e => e.GetProperty("id").GetInt64()).ToList();

        Assert.Equal(1503, ids.Distinct().Count());
        Assert.Equal(ids.OrderDescending(), ids);
    }

    [Fact]
    public async Task The_document_describes_the_events_as_an_array()
    {
        var schemas = (await _client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("components").GetProperty("schemas");

        var events = schemas.GetProperty("ExportResponse").GetProperty("properties").GetProperty("events");

        Assert.Equal("array", events.GetProperty("type").GetString());
        Assert.Equal("#/components/schemas/ExportedEvent", events.GetProperty("items").GetProperty("$ref").GetString());
    }

    private static Task<Response> ExportAsync(SignedInUser user) =>
        user.Client.GetAsync("/api/v1/users/me/export", user.AccessToken);
}
