using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Refusals;

/// <summary>Whoever probes the validation leaves a record in the log, and a flood leaves one for each code and minute.</summary>
public sealed class InvalidRequestLogTests(TestSystem system)
{
    private const string Login = "/api/v1/auth/login";

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Each_kind_of_invalid_request_is_logged_once_with_the_address_and_the_operation()
    {
        for (var i = 0; i < 3; i++)
        {
            Problems.Is("invalid_request", await _client.PostTextAsync(Login, "{"));
            Problems.Is("invalid_request", await _client.PostTextAsync(Login, """{"email":"marker-7f3a","is_admin":true}"""));
            Problems.Is("unsupported_media_type", await _client.PostTextAsync(Login, "{}", "text/plain"));
            Problems.Is("payload_too_large", await _client.PostTextAsync(Login, new string('x', 20_000)));
            Problems.Is("method_not_allowed", await _client.GetAsync(Login));
        }

        await Eventually.IsTrueAsync(() => Codes().Count >= 4, "the records are written");
        Assert.Equal(
            ["invalid_request", "method_not_allowed", "payload_too_large", "unsupported_media_type"],
            Codes().Order(StringComparer.Ordinal));
        Assert.Contains(Records(), record => record.GetProperty("State").GetProperty("Operation").GetString() == "login");
        Assert.DoesNotContain(Records(), record => record.GetRawText().Contains("marker-7f3a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_and_a_weak_one_are_audited_and_not_reported_as_invalid()
    {
        Problems.Is("invalid_credentials", await _client.LoginAsync(NewUser.Create()));
        Problems.Is("weak_password", await _client.RegisterAsync(NewUser.Create() with { Password = "qwertyuiop12" }));
        Problems.Is("not_found", await _client.GetAsync("/api/v1/nothing"));
        Problems.Is("method_not_allowed", await _client.GetAsync(Login));

        await Eventually.IsTrueAsync(() => Codes().Count > 0, "the record of the last call is written");
        Assert.Equal(["method_not_allowed"], Codes());
    }

    private IReadOnlyList<string> Codes() =>
        [.. Records().Select(record => record.GetProperty("State").GetProperty("Code").GetString()!)];

    private IEnumerable<JsonElement> Records() => system.Api.Log.Records.Where(
        record => record.GetProperty("Category").GetString() == "SecureAuth.Api.Refusals.InvalidRequestLog"
            && record.GetProperty("State").GetProperty("ClientAddress").GetString() == _client.Address);
}
