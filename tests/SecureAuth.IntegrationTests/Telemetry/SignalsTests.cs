using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

[Collection(typeof(ObservedApiTests))]
public sealed class SignalsTests(ObservedApi observed)
{
    [Fact]
    public async Task Dump()
    {
        var user = await SignedInUser.CreateAsync(observed.NewClient());
        await user.Client.LogoutAsync(user.AccessToken);
        await Task.Delay(2000);
        var c = observed.Collector;
        await File.WriteAllLinesAsync("/tmp/otlp-dump.txt", c.Spans.Select(s => $"{s.TraceId} {s.ParentId} {s}")
            .Concat(c.Logs.Select(l => $"{l}"))
            .Concat(c.Exports.Last(e => e.Metrics.Count > 0).Metrics.Select(m => $"{m}")));
    }
}
