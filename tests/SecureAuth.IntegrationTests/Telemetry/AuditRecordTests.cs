using SecureAuth.Core.Telemetry;
using SecureAuth.IntegrationTests.Secrets;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>Every audit row is a log record too, whose attributes have stable names.</summary>
[Collection(typeof(ObservedApiTests))]
public sealed class AuditRecordTests(ObservedApi observed)
{
    [Fact]
    public async Task Every_audit_row_of_a_request_is_one_log_record()
    {
        var client = observed.NewClient();
        await new EveryFlow(
            client, observed.Own.Database, observed.Settings.ForOperators(), observed.Settings.MailFolder,
            observed.Settings.ServiceSecret).RunAsync();
        var rows = await observed.Own.Database.AuditWhereAsync(
            "request_id IS NOT NULL AND address = $1::inet", client.Address);
        var last = await Trace.OfAsync(observed.Collector, await client.MeAsync(null));

        Assert.True(rows.Count > 10, $"There are only {rows.Count} rows.");
        Assert.NotNull(last);
        foreach (var row in rows)
        {
            await Eventually.IsTrueAsync(() => RecordsOf(row).Count > 0, $"{row} is a log record");
            var record = Assert.Single(RecordsOf(row));
            Assert.Equal(WireName.Of(row.Outcome), record.Attributes["outcome"]);
            Assert.Equal(row.UserId?.ToString(), record.Attributes["user_id"]);
            Assert.Equal(row.TraceId, record.Attributes["trace_id"]);
            Assert.Equal(row.TraceId, record.TraceId);
            Assert.Equal(row.TraceId, SpanOf(row).TraceId);
            IsTidy(record);
        }
    }

    private static void IsTidy(LogRecord record)
    {
        Assert.DoesNotContain("  ", record.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(record.Attributes.Names, name => name.StartsWith('@'));
        Assert.Equal(record.Attributes.Names.Distinct(), record.Attributes.Names);
        Assert.DoesNotContain(record.Attributes, attribute => attribute.Value is null or "");
    }

    private IReadOnlyList<LogRecord> RecordsOf(AuditTrailRow row) =>
    [
        .. observed.Collector.Logs.Where(record =>
            record.Attributes.Text("event") == WireName.Of(row.Event) && record.Attributes.Text("request_id") == row.RequestId),
    ];

    private Span SpanOf(AuditTrailRow row) => Assert.Single(
        observed.Collector.Spans, span => span.Attributes.Text("secureauth.request_id") == row.RequestId);
}
