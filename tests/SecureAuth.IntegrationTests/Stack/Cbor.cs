using System.Buffers.Binary;
using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The little CBOR (RFC 8949) that an authenticator writes, in the canonical form of CTAP2.</summary>
internal static class Cbor
{
    public static byte[] Int(int value) => value < 0 ? Head(1, -1 - value) : Head(0, value);

    public static byte[] Bytes(ReadOnlySpan<byte> value) => [.. Head(2, value.Length), .. value];

    public static byte[] Text(string value) => [.. Head(3, value.Length), .. Encoding.ASCII.GetBytes(value)];

    /// <summary>The caller gives the entries in canonical order.</summary>
    public static byte[] Map(params (byte[] Key, byte[] Value)[] entries) =>
        [.. Head(5, entries.Length), .. entries.SelectMany(entry => (byte[])[.. entry.Key, .. entry.Value])];

    private static byte[] Head(int majorType, int value)
    {
        var type = (byte)(majorType << 5);
        if (value < 24)
        {
            return [(byte)(type | value)];
        }

        if (value <= byte.MaxValue)
        {
            return [(byte)(type | 24), (byte)value];
        }

        var head = new byte[] { (byte)(type | 25), 0, 0 };
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(1), (ushort)value);
        return head;
    }
}
