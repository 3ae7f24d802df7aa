using Google.Protobuf;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>
/// The fields of a protobuf message, by number. No package with the generated classes of OTLP can be restored here, and the
/// tests need few fields.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Number, ulong Value, ByteString Bytes)> _fields = [];

    public static ProtoMessage Parse(ByteString bytes)
    {
        var message = new ProtoMessage();
        using var input = bytes.CreateCodedInput();
        while (input.ReadTag() is > 0 and var tag)
        {
            message._fields.Add(ReadField(input, tag));
        }

        return message;
    }

    public bool Has(int number) => _fields.Any(field => field.Number == number);

    /// <summary>The value of an integer or enum field, or 0.</summary>
    public ulong Integer(int number) => Last(number).Value;

    public double Double(int number) => BitConverter.UInt64BitsToDouble(Integer(number));

    /// <summary>The value of a string field, or an empty string.</summary>
    public string Text(int number) => Bytes(number).ToStringUtf8();

    public ByteString Bytes(int number) => Last(number).Bytes ?? ByteString.Empty;

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    /// <summary>The moment of a field with nanoseconds since 1970.</summary>
    public DateTimeOffset Time(int number) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)Integer(number) / TimeSpan.NanosecondsPerTick);

    /// <summary>The message of a field, which is empty if the field is missing.</summary>
    public ProtoMessage Message(int number) => Parse(Bytes(number));

    public IEnumerable<ProtoMessage> Messages(int number) =>
        _fields.Where(field => field.Number == number).Select(field => Parse(field.Bytes));

    private static (int Number, ulong Value, ByteString Bytes) ReadField(CodedInputStream input, uint tag)
    {
        var number = WireFormat.GetTagFieldNumber(tag);
        return WireFormat.GetTagWireType(tag) switch
        {
            WireFormat.WireType.Varint => (number, input.ReadUInt64(), ByteString.Empty),
            WireFormat.WireType.Fixed64 => (number, input.ReadFixed64(), ByteString.Empty),
            WireFormat.WireType.Fixed32 => (number, input.ReadFixed32(), ByteString.Empty),
            WireFormat.WireType.LengthDelimited => (number, 0, input.ReadBytes()),
            var type => throw new InvalidDataException($"OTLP has no field of the wire type {type}."),
        };
    }

    private (int Number, ulong Value, ByteString Bytes) Last(int number) =>
        _fields.LastOrDefault(field => field.Number == number);
}
