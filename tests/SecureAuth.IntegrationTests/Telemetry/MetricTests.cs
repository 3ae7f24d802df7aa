using System.Net;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

[Collection(typeof(ObservedApiTests))]
public sealed class MetricTests(ObservedApi observed)
{
    private readonly TestClient _client = observed.NewClient();

    [Fact]
    public async Task Counters_tell_events_apart_by_a_closed_list()
    {
        await CauseEverythingAsync();

        await HasAsync("secureauth.login.attempts", "{attempt}", "result", "success");
        await HasAsync("secureauth.login.attempts", "{attempt}", "result", "invalid_credentials");
        await HasAsync("secureauth.lockouts", "{lockout}");
        await HasAsync("secureauth.refresh", "{refresh}", "result", "success");
        await HasAsync("secureauth.refresh", "{refresh}", "result", "reused");
        await HasAsync("secureauth.sessions.revoked", "{session}", "reason", "signed_out");
        await HasAsync("secureauth.sessions.revoked", "{session}", "reason", "refresh_token_reused");
        await HasAsync("secureauth.rate_limited", "{request}", "policy", "register");
        await HasAsync("secureauth.audit.events", "{event}", "event", "registered");
        await HasAsync("secureauth.audit.events", "{event}", "outcome", "refused");
    }

    [Fact]
    public async Task The_hash_queue_reports_its_depth_waits_and_batches()
    {
        await SignedInUser.CreateAsync(_client);

        await HasAsync("secureauth.password_queue.depth", "{password}", point => point.Value == 0);
        await HasAsync("secureauth.password_queue.wait", "s", point => point.Count > 0 && point.Sum is > 0 and < 30);
        await HasAsync("secureauth.password_queue.batch_size", "{password}", point => point.Sum >= point.Count);
    }

    [Fact]
    public async Task The_outbox_reports_its_depth_its_age_and_what_was_sent()
    {
        await SignedInUser.CreateAsync(_client);

        await HasAsync("secureauth.mail.sent", "{mail}", "kind", "verify_email");
        await HasAsync("secureauth.mail.outbox.depth", "{mail}", point => point.Value == 0);
        await HasAsync("secureauth.mail.outbox.age", "s", point => point.Value is >= 0 and < 60);
    }

    [Fact]
    public async Task Ages_and_the_fallback_are_reported_without_any_request()
    {
        await HasAsync("secureauth.redis.fallback", "1", point => point.Value == 0);
        await HasAsync("secureauth.revocation_copy.age", "s", point => point.Value is >= 0 and < 5);
        await HasAsync("secureauth.signing_key.age", "s", point => point.Value is > 0 and < 3600);
        await HasAsync("secureauth.audit.unsealed.age", "s", point => point.Value is >= 0 and < 30);
    }

    [Fact]
    public async Task No_attribute_of_a_metric_comes_from_a_client()
    {
        var user = await CauseEverythingAsync();
        await NextExportAsync();

        var values = observed.Collector.Metrics
            .SelectMany(metric => metric.Points)
            .SelectMany(point => point.Attributes)
            .Select(attribute => $"{attribute.Value}")
            .ToHashSet();
        Assert.NotEmpty(values);
        Assert.DoesNotContain(values, value => value.Contains('@', StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(_client.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(user.Account.DisplayName!, StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => Guid.TryParse(value, out _));
        Assert.DoesNotContain(values, value => value.Contains(user.Id.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Sign-ins, a lockout, a refresh, a stolen refresh token, a sign-out and a rate limit.</summary>
    private async Task<SignedInUser> CauseEverythingAsync()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        await _client.LogoutAsync(other.AccessToken, other.RefreshToken);
        await user.RefreshedAsync();
        await observed.Own.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", user.SessionId);
        Assert.Equal("refresh_token_reused", (await _client.RefreshAsync(user.RefreshToken)).Code);
        for (var guess = 0; guess < 5; guess++)
        {
            await _client.LoginAsync(user.Account.Email, "not the password");
        }

        Problems.Is("account_locked", await _client.LoginAsync(user.Account));
        // While Redis is late, the process counts too, so twice the limit may not be enough.
        var invalid = Enumerable.Range(0, 3 * ObservedApi.Registrations).Select(_ => _client.RegisterAsync("nobody", ""));
        Assert.Contains(await Task.WhenAll(invalid), response => response.Status == HttpStatusCode.TooManyRequests);
        return user;
    }

    private Task HasAsync(string name, string unit, string? attribute = null, string? value = null) => HasAsync(
        name, unit, point => point.Value > 0 && (attribute is null || point.Attributes.Text(attribute) == value));

    /// <summary>Waits until the last export of a metric meets the condition.</summary>
    private async Task HasAsync(string name, string unit, Predicate<DataPoint> condition)
    {
        Metric? Last() => observed.Collector.Metrics.LastOrDefault(metric => metric.Name == name);

        await Eventually.IsTrueAsync(() => Last() is not null, $"{name} is exported");
        await Eventually.IsTrueAsync(() => Last()!.Points.Any(point => condition(point)), $"{name} is as expected: {Last()}");
        Assert.Equal(unit, Last()!.Unit);
    }

    private Task NextExportAsync()
    {
        int Exports() => observed.Collector.Exports.Count(export => export.Signal == Signal.Metrics);

        // The export after this one was collected after the requests.
        var enough = Exports() + 2;
        return Eventually.IsTrueAsync(() => Exports() >= enough, "the metrics are exported again");
    }
}
