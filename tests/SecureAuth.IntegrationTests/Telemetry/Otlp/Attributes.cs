using System.Collections;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>
/// Attributes in the order in which they were sent. A sender may repeat a name by mistake, which a dictionary would hide.
/// </summary>
internal sealed class Attributes(IReadOnlyList<KeyValuePair<string, object?>> pairs)
    : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    public int Count => pairs.Count;

    public IEnumerable<string> Names => pairs.Select(pair => pair.Key);

    /// <summary>A string, bool, long, double, byte array, array of values or further attributes; null if there is none.</summary>
    public object? this[string name] => pairs.FirstOrDefault(pair => pair.Key == name).Value;

    /// <summary>Decodes each <c>KeyValue</c> of a field.</summary>
    public static Attributes Of(ProtoMessage message, int number) => new(
        [.. message.Messages(number).Select(pair => KeyValuePair.Create(pair.Text(1), ValueOf(pair.Message(2))))]);

    /// <summary>Decodes an <c>AnyValue</c>.</summary>
    public static object? ValueOf(ProtoMessage any) => any switch
    {
        _ when any.Has(1) => any.Text(1),
        _ when any.Has(2) => any.Integer(2) != 0,
        _ when any.Has(3) => (long)any.Integer(3),
        _ when any.Has(4) => any.Double(4),
        _ when any.Has(5) => any.Message(5).Messages(1).Select(ValueOf).ToArray(),
        _ when any.Has(6) => Of(any.Message(6), 1),
        _ when any.Has(7) => any.Bytes(7).ToByteArray(),
        _ => null,
    };

    public string? Text(string name) => this[name] as string;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", pairs.Select(pair => $"{pair.Key}={pair.Value}"));
}
