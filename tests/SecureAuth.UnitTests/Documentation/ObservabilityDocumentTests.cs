using System.Globalization;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>Operators search docs/observability.md for the names that they see in a trace, a chart or a log.</summary>
public sealed class ObservabilityDocumentTests
{
    private static readonly string[] Methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

    [Fact]
    public void Every_span_is_listed_and_no_other()
    {
        var documented = ObservabilityDocument.Spans
            .Where(span => !Methods.Any(method => span.StartsWith(method, StringComparison.Ordinal)));

        Assert.Equal(Sorted(ProductSpans.All), Sorted(documented));
    }

    [Fact]
    public void Every_metric_is_listed_with_its_unit_and_no_other()
    {
        var documented = ObservabilityDocument.Metrics.Select(row => $"{ObservabilityDocument.Unquoted(row[0])} {row[1]}");
        var created = ProductInstruments.All.Select(instrument => $"{instrument.Name} {InWords(instrument.Unit)}");

        Assert.NotEmpty(created);
        Assert.Equal(Sorted(created), Sorted(documented));
    }

    [Fact]
    public void Every_security_event_is_listed_with_its_number_and_no_other()
    {
        var documented = ObservabilityDocument.Events.Select(row => $"{row[0]} {ObservabilityDocument.Unquoted(row[1])}");
        var events = Enum.GetValues<AuditEvent>()
            .Where(member => member != AuditEvent.None)
            .Order()
            .Select(member => string.Create(CultureInfo.InvariantCulture, $"{(int)member} {WireName.Of(member)}"));

        Assert.Equal(events, documented);
        Assert.All(ObservabilityDocument.Events, row => Assert.NotEmpty(row[2]));
    }

    private static SortedSet<string> Sorted(IEnumerable<string> names) => new(names, StringComparer.Ordinal);

    private static string InWords(string unit) => unit switch
    {
        "{refresh}" => "refreshes",
        ['{', .. var singular, '}'] => singular + "s",
        _ => unit,
    };
}
