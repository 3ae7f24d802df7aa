using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Races;
using SecureAuth.IntegrationTests.RateLimiting;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>
/// A service has permits of its own, which nobody else can use up. Nothing else runs beside these tests, because Redis has to
/// answer in time.
/// </summary>
[Collection(typeof(LimitedApi))]
public sealed class ServiceLimitTests(TestSystem system, LimitedApi limited)
{
    [Fact]
    public async Task Wrong_secrets_are_limited_for_an_address_and_recorded_once()
    {
        var stranger = limited.NewClient();
        var guessing = new ServiceCaller(stranger, Settings.NewSecret(), LimitedApi.Service);

        var responses = new List<Response>();
        for (var i = 0; i < LimitedApi.WrongSecrets + 5; i++)
        {
            responses.Add(await guessing.IntrospectAsync("x"));
        }

        responses.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        Assert.Equal(LimitedApi.WrongSecrets, responses.Count("invalid_client"));
        var refused = responses.First(response => response.Code == "rate_limited");
        Problems.Is("rate_limited", refused);
        Assert.Equal("temporarily_unavailable", refused["error"]);
        Assert.StartsWith("\"client_authentication\";", refused.Header("RateLimit")!, StringComparison.Ordinal);

        await Eventually.IsTrueAsync(
            async () => await system.Database.AuditCountAsync(AuditEvent.RateLimited, stranger) > 0, "the row is written");
        var row = Assert.Single(
            await system.Database.AuditWhereAsync(
                "event = $1 AND address = $2::inet", AuditEvent.RateLimited, stranger.Address));
        Assert.Equal("client_authentication", row.Reason);
    }

    [Fact]
    public async Task A_service_at_the_same_address_is_not_affected_by_wrong_secrets()
    {
        var address = limited.NewClient();
        var guessing = new ServiceCaller(address, Settings.NewSecret(), LimitedApi.Service);
        Response last;
        do
        {
            last = await guessing.IntrospectAsync("x");
        }
        while (last.Code == "invalid_client");

        Problems.Is("rate_limited", last);
        var inHeader = await new ServiceCaller(address, limited.ServiceSecret, LimitedApi.Service).IntrospectAsync("x");
        Assert.Equal(HttpStatusCode.OK, inHeader.Status);
        Assert.StartsWith("\"client\";", inHeader.Header("RateLimit")!, StringComparison.Ordinal);
        var inForm = await address.PostTextAsync(
            ServiceCaller.Introspect, $"token=x&client_id={LimitedApi.Service}&client_secret={limited.ServiceSecret}",
            "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.OK, inForm.Status);
    }

    [Fact]
    public async Task The_calls_of_a_service_are_counted_together_whatever_their_address()
    {
        var responses = new List<Response>();
        for (var i = 0; i < LimitedApi.CallsOfService + 5; i++)
        {
            var busy = new ServiceCaller(limited.NewClient(), limited.ServiceSecret, LimitedApi.BusyService);
            responses.Add(i % 2 == 0 ? await busy.IntrospectAsync("x") : await busy.TryPollAsync());
        }

        responses.AreAll(HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
        Assert.Equal(LimitedApi.CallsOfService, responses.Count(HttpStatusCode.OK));
    }
}
