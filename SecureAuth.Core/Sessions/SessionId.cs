using System.Buffers.Binary;

namespace SecureAuth.Core.Sessions;

/// <summary>The time in a session's UUIDv7 (RFC 9562, section 5.7), which puts the ids in the order of creation.</summary>
public static class SessionId
{
    /// <summary>The time when the session began by the clock of Postgres, in whole milliseconds.</summary>
    public static DateTimeOffset CreatedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }

    /// <summary>The lowest id of a session that began in a later millisecond than the given time.</summary>
    public static Guid FirstAfter(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (time.ToUnixTimeMilliseconds() + 1) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
