using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureAuth.Core.Telemetry;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>A panel or an alert on a metric that does not exist looks like a system without problems.</summary>
public sealed partial class GrafanaFilesTests
{
    /// <summary>The frameworks' metrics that the dashboard shows. An integration test looks for them in a real scrape.</summary>
    private static readonly string[] OfTheFrameworks =
    [
        "up", "db_client_connection_count", "db_client_connection_max", "db_client_operation_duration_seconds_bucket",
        "db_client_operation_duration_seconds_count", "dotnet_exceptions_total",
        "dotnet_gc_last_collection_memory_committed_size_bytes", "dotnet_process_cpu_count",
        "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes",
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
    ];

    [Fact]
    public void The_dashboard_shows_only_metrics_that_exist_and_all_of_the_product()
    {
        var shown = MetricsIn(Dashboard());
        var product = ProductInstruments.All;

        Assert.Empty(shown.Except(product.SelectMany(instrument => instrument.Series)).Except(OfTheFrameworks));
        Assert.All(product, instrument => Assert.Contains(instrument.Series, shown.Contains));
    }

    [Fact]
    public void Each_metric_for_which_the_documentation_names_an_alert_has_one_and_no_other()
    {
        var alerting = MetricsIn(Expressions(File.ReadAllText(PathOf("alerts.yml"))));
        var documented = ObservabilityDocument.Metrics
            .Where(row => row[3].Length > 0)
            .Select(row => ObservabilityDocument.Unquoted(row[0]))
            .Order(StringComparer.Ordinal);

        Assert.Empty(alerting
            .Except(ProductInstruments.All.SelectMany(instrument => instrument.Series))
            .Except(OfTheFrameworks));
        Assert.Equal(
            documented,
            ProductInstruments.All.Where(instrument => instrument.Series.Any(alerting.Contains))
                .Select(instrument => instrument.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alert_says_what_to_do_and_is_tested()
    {
        var alerts = File.ReadAllText(PathOf("alerts.yml")).Split("- alert: ").Skip(1).ToList();
        var tests = File.ReadAllText(PathOf("alerts_test.yml"));

        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            Assert.Contains("summary: ", alert, StringComparison.Ordinal);
            Assert.Contains("action: ", alert, StringComparison.Ordinal);
            Assert.Contains(alert.Split('\n')[0].Trim(), tests, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_result_and_reason_in_an_expression_exists()
    {
        var known = typeof(LoginResult).Assembly.GetTypes().Where(type => type.IsEnum)
            .SelectMany(Enum.GetNames).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToHashSet();
        var used = Value().Matches(Dashboard() + Expressions(File.ReadAllText(PathOf("alerts.yml"))))
            .SelectMany(match => match.Groups["values"].Value.Split('|')).ToHashSet();

        Assert.Contains("reused", used);
        Assert.Empty(used.Except(known));
    }

    /// <summary>Debian's package prometheus contains promtool.</summary>
    [Fact]
    public async Task The_alerts_pass_their_tests()
    {
        var promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(promtool is not null, "promtool is not installed.");

        foreach (var arguments in (string[][])[["check", "config", "prometheus.yml"], ["test", "rules", "alerts_test.yml"]])
        {
            using var process = Process.Start(new ProcessStartInfo(promtool!, arguments)
            {
                WorkingDirectory = PathOf(""),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await output + await errors);
        }
    }

    private static string PathOf(string file) => Path.Combine(SourceTree.Root, "deploy", "grafana", file);

    /// <summary>The expressions of all panels and variables.</summary>
    private static string Dashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(PathOf(Path.Combine("dashboards", "secureauth.json"))));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString());
        var variables = dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(variable => variable.GetProperty("query").ToString());
        return string.Join('\n', [.. panels, .. variables]);
    }

    /// <summary>The rules without their annotations.</summary>
    private static string Expressions(string alerts) =>
        string.Join('\n', alerts.Split("expr:").Skip(1).Select(rule => rule.Split("labels:")[0]));

    private static HashSet<string> MetricsIn(string text) => [.. Metric().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\b(?:result|reason)=~?""(?<values>[^""$]+)""")]
    private static partial Regex Value();

    [GeneratedRegex(@"\b[a-z_]+(?=[{\[])|\bsecureauth_[a-z_]+")]
    private static partial Regex Metric();
}
