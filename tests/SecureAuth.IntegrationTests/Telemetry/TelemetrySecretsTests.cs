using System.Text;
using SecureAuth.IntegrationTests.Secrets;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

[Collection(typeof(ObservedApiTests))]
public sealed class TelemetrySecretsTests(ObservedApi observed)
{
    [Fact]
    public async Task No_secret_and_no_personal_data_is_in_any_signal()
    {
        var client = observed.NewClient();
        var flow = new EveryFlow(
            client, observed.Own.Database, observed.ForOperators(observed.Collector), observed.Settings.MailFolder,
            observed.Settings.ServiceSecret);
        await flow.RunAsync();
        var exports = observed.Collector.Exports.Count;
        await Trace.OfAsync(observed.Collector, await client.MeAsync(null));
        await Eventually.IsTrueAsync(
            () => observed.Collector.Exports.Skip(exports).Count(export => export.Signal == Signal.Metrics) >= 2,
            "metrics that include the last request are exported");
        string[] forms =
        [
            .. flow.SecretForms, .. DeploymentSecrets.FormsOf(observed.Settings), flow.Account.Email, flow.Account.DisplayName!,
        ];

        Assert.DoesNotContain(observed.Collector.Spans, span => span.Name == "postgresql");

        // Each signal is about this user, so that a missing secret proves something.
        foreach (var (signal, known) in new[]
        {
            (Signal.Traces, flow.UserId.ToString()),
            (Signal.Logs, flow.UserId.ToString()),
            (Signal.Logs, "password_set_by_operator"),
            (Signal.Metrics, "second_factor"),
        })
        {
            var received = Received(signal);
            Assert.Contains(known, received, StringComparison.Ordinal);
            Assert.All(forms, form => Assert.False(
                received.Contains(form, StringComparison.OrdinalIgnoreCase), $"{signal} contain {form}"));
        }
    }

    /// <summary>The bytes of all messages as characters, whether they are text or not.</summary>
    private string Received(Signal signal) => string.Join('\n', observed.Collector.Exports
        .Where(export => export.Signal == signal)
        .Select(export => Encoding.Latin1.GetString(export.Body)));
}
