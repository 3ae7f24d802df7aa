using System.Buffers.Binary;

namespace SecureAuth.Core.Sessions;

/// <summary>Reads the time from a session's UUIDv7 (RFC 9562, section 5.7).</summary>
public static class SessionId
{
    /// <summary>The time when the session began by the clock of Postgres, in whole milliseconds.</summary>
    public static DateTimeOffset CreatedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }
}
