namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>A metric as the collector received it in one export.</summary>
/// <param name="Name">The name of the instrument.</param>
/// <param name="Unit">The unit of the instrument.</param>
/// <param name="Type">The kind of data: gauge, sum, histogram or exponential histogram.</param>
/// <param name="Points">One point for each combination of attributes.</param>
/// <param name="Scope">The name of the meter.</param>
/// <param name="Resource">The attributes of the process.</param>
internal sealed record Metric(
    string Name, string Unit, string Type, IReadOnlyList<DataPoint> Points, string Scope, Attributes Resource)
{
    /// <summary>Decodes an <c>ExportMetricsServiceRequest</c>.</summary>
    public static IEnumerable<Metric> In(ProtoMessage request) =>
        from resource in request.Messages(1)
        let attributes = Attributes.Of(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        select Of(metric, scope.Message(1).Text(1), attributes);

    public override string ToString() => $"{Name} {Unit} ({Type}): {string.Join("; ", Points)}";

    private static Metric Of(ProtoMessage metric, string scope, Attributes resource)
    {
        var (type, points) = metric switch
        {
            _ when metric.Has(5) => ("gauge", metric.Message(5).Messages(1).Select(DataPoint.OfNumber)),
            _ when metric.Has(7) => ("sum", metric.Message(7).Messages(1).Select(DataPoint.OfNumber)),
            _ when metric.Has(9) => ("histogram", metric.Message(9).Messages(1).Select(DataPoint.OfHistogram)),
            _ when metric.Has(10) => (
                "exponential histogram", metric.Message(10).Messages(1).Select(DataPoint.OfExponentialHistogram)),
            _ => throw new InvalidDataException($"The metric {metric.Text(1)} has no data of a known type."),
        };
        return new Metric(metric.Text(1), metric.Text(3), type, [.. points], scope, resource);
    }
}
