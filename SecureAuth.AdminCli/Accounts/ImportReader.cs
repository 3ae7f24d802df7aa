using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>Splits a stream into lines. A line that is too long is read to its end, but not kept in memory.</summary>
internal sealed class ImportReader(Stream input)
{
    /// <summary>In bytes. The longest allowed members need less than a tenth of it.</summary>
    internal const int MaxLineLength = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new(MaxLineLength);
    private bool _isTooLong;

    /// <summary>The number of bytes that have been read.</summary>
    public long Position { get; private set; }

    /// <returns>Each line without its line break, or null for one that is too long. Each is valid until the next.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>?> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            ReadOnlyMemory<byte> rest = SkipByteOrderMark(buffer.AsMemory(0, count));
            Position += count;
            for (var end = rest.Span.IndexOf((byte)'\n'); end >= 0; end = rest.Span.IndexOf((byte)'\n'))
            {
                Append(rest.Span[..end]);
                yield return Current();
                Reset();
                rest = rest[(end + 1)..];
            }

            Append(rest.Span);
        }

        if (_isTooLong || _line.WrittenCount > 0)
        {
            yield return Current();
        }
    }

    private ReadOnlyMemory<byte> SkipByteOrderMark(ReadOnlyMemory<byte> start) =>
        Position == 0 && start.Span.StartsWith(Encoding.UTF8.Preamble) ? start[Encoding.UTF8.Preamble.Length..] : start;

    private ReadOnlyMemory<byte>? Current() => _isTooLong ? (ReadOnlyMemory<byte>?)null : _line.WrittenMemory;

    private void Append(ReadOnlySpan<byte> part)
    {
        _isTooLong |= _line.WrittenCount + part.Length > MaxLineLength;
        if (!_isTooLong)
        {
            _line.Write(part);
        }
    }

    private void Reset()
    {
        _line.Clear();
        _isTooLong = false;
    }
}
