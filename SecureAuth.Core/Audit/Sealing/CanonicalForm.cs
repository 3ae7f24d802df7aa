using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Bytes that can be read in one way only: numbers have a fixed length, and anything else a mark that it is there and its length.
/// The form is part of every stored digest, so it must never be changed.
/// </summary>
internal sealed class CanonicalForm
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public CanonicalForm Clear()
    {
        _bytes.ResetWrittenCount();
        return this;
    }

    public CanonicalForm Number(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public CanonicalForm Number(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    /// <summary>In microseconds, which is all that PostgreSQL stores.</summary>
    public CanonicalForm Time(DateTimeOffset value) =>
        Number((value.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Bytes of a fixed length.</summary>
    public CanonicalForm Fixed(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    /// <summary>The function <c>audit_field</c> of the database writes the same.</summary>
    public CanonicalForm Field(byte[]? value)
    {
        if (value is null)
        {
            return Absent();
        }

        Present(value.Length);
        _bytes.Write(value);
        return this;
    }

    public CanonicalForm Field(string? value)
    {
        if (value is null)
        {
            return Absent();
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Present(length);
        _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length)));
        return this;
    }

    public CanonicalForm Field(Guid? value)
    {
        if (value is not { } id)
        {
            return Absent();
        }

        Present(16);
        return Id(id);
    }

    public CanonicalForm Id(Guid value)
    {
        value.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out var length);
        _bytes.Advance(length);
        return this;
    }

    public byte[] Digest() => SHA256.HashData(_bytes.WrittenSpan);

    private CanonicalForm Absent()
    {
        _bytes.Write((ReadOnlySpan<byte>)[0]);
        return this;
    }

    private void Present(int length)
    {
        _bytes.Write((ReadOnlySpan<byte>)[1]);
        Number(length);
    }
}
