using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Passwords;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

public sealed class BreachTelemetryTests(TestSystem system)
{
    /// <summary>
    /// The range service learns five digits of a password's hash, without the user. A signal that has both would narrow the
    /// password down for whoever can read it.
    /// </summary>
    [Fact]
    public async Task The_digits_that_a_range_service_gets_are_in_no_signal()
    {
        await using var service = await RangeService.StartAsync();
        await using var collector = await OtlpCollector.StartAsync();
        var client = await RegisterAsync(service, collector);
        await using var api = client.Api;
        var prefix = Assert.Single(service.Requests).Split('/', ' ')[2];
        Assert.Equal(HashOf(client.User.Password)[..5], prefix);
        service.Status = 500;
        await new TestClient(api).RegisterAsync(NewUser.Create());

        var exports = collector.Exports.Count;
        await Trace.OfAsync(collector, await new TestClient(api).MeAsync(null));
        await Eventually.IsTrueAsync(
            () => collector.Exports.Skip(exports).Count(export => export.Signal == Signal.Metrics) >= 2,
            "metrics that include the last request are exported");

        var signals = string.Join('\n', collector.Exports.Select(export => Encoding.Latin1.GetString(export.Body)));
        Assert.Contains(
            collector.Metrics.Where(metric => metric.Name == "secureauth.passwords.breach_checks").SelectMany(m => m.Points),
            point => point.Attributes.Text("result") == "unavailable" && point.Value > 0);
        foreach (var text in new[] { signals, api.Log.ToString() })
        {
            Assert.Contains("registered", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("/range/", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch($"(?<![0-9A-Za-z]){Regex.Escape(prefix)}(?![0-9A-Za-z])", text);
        }
    }

    private async Task<(ApiProcess Api, NewUser User)> RegisterAsync(RangeService service, OtlpCollector collector)
    {
        var api = await system.StartProcessAsync([.. collector.Settings(), ("Passwords__Breaches__RangeUrl", service.Address)]);
        return (api, await NewUser.RegisterAsync(new TestClient(api)));
    }

#pragma warning disable CA5350 // The collections use this hash.
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
