namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>The value of a gauge or sum, or the count and the sum of a histogram.</summary>
internal sealed record DataPoint(Attributes Attributes, double Value, ulong Count, double Sum)
{
    public static DataPoint OfNumber(ProtoMessage point) =>
        new(Attributes.Of(point, 7), point.Has(6) ? (long)point.Integer(6) : point.Double(4), 0, 0);

    public static DataPoint OfHistogram(ProtoMessage point) =>
        new(Attributes.Of(point, 9), 0, point.Integer(4), point.Double(5));

    public static DataPoint OfExponentialHistogram(ProtoMessage point) =>
        new(Attributes.Of(point, 1), 0, point.Integer(4), point.Double(5));
}
