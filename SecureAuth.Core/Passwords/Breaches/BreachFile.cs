using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace SecureAuth.Core.Passwords.Breaches;

/// <summary>
/// Looks hashes up in a local file. A line is a SHA-1 hash, or its beginning, in hexadecimal digits; what follows a colon is
/// ignored, so the download of Have I Been Pwned ("ordered by hash") can be used as it is. The lines are in ascending order, and
/// a look-up reads some forty of them, however large the file is.
/// </summary>
internal sealed class BreachFile : IBreachCorpus, IDisposable
{
    private const int HashLength = 40;

    /// <summary>Shorter beginnings would match too many passwords that are in no breach.</summary>
    private const int MinPrefixLength = 10;

    private const int MaxLineLength = 64;

    private readonly SafeFileHandle _file;
    private readonly long _length;

    public BreachFile(IOptions<BreachOptions> options)
        : this(options.Value.File!)
    {
    }

    internal BreachFile(string path)
    {
        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        _length = RandomAccess.GetLength(_file);
    }

    public Task<bool?> ContainsAsync(string hash, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<bool?>(Contains(hash));
        }
        catch (IOException)
        {
            return Task.FromResult<bool?>(null);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether the first lines and some in the middle are hashes in ascending order.</summary>
    internal static bool IsUsable(string path)
    {
        try
        {
            using var file = new BreachFile(path);
            string? last = null;
            for (var part = 0; part < 100; part++)
            {
                var line = file.LineAt(file._length * part / 100).Text;
                if (line is null ? part == 0 : !IsHash(line) || string.CompareOrdinal(line, last) < 0)
                {
                    return false;
                }

                last = line ?? last;
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// A line matches if the hash begins with it. If the last line that is not greater than the hash does not match, an earlier
    /// one may, which can only be a beginning that both have in common.
    /// </summary>
    private bool Contains(string hash)
    {
        var beginning = hash;
        while (beginning.Length >= MinPrefixLength)
        {
            if (LastUpTo(beginning) is not { } line)
            {
                return false;
            }

            if (hash.StartsWith(line, StringComparison.Ordinal))
            {
                return true;
            }

            beginning = hash[..hash.AsSpan().CommonPrefixLength(line)];
        }

        return false;
    }

    private string? LastUpTo(string hash)
    {
        var (low, high) = (0L, _length);
        string? last = null;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (line, end) = LineAt(middle);
            if (line is null || string.CompareOrdinal(line, hash) > 0)
            {
                high = middle;
            }
            else
            {
                last = line;
                low = end;
            }
        }

        return last;
    }

    /// <summary>
    /// The first line that starts at or after a position, in upper case and without what follows a colon, and the position behind
    /// it. Null if there is none.
    /// </summary>
    private (string? Text, long End) LineAt(long position)
    {
        // With the byte before, a line that starts exactly here is recognized.
        var start = Math.Max(0, position - 1);
        Span<byte> buffer = stackalloc byte[2 * MaxLineLength];
        var read = buffer[..RandomAccess.Read(_file, buffer, start)];
        var skipped = position == 0 ? 0 : read.IndexOf((byte)'\n') + 1;
        if (position > 0 && skipped == 0)
        {
            return (null, _length);
        }

        var rest = read[skipped..];
        var length = rest.IndexOf((byte)'\n');
        var line = length < 0 ? rest : rest[..length];
        var colon = line.IndexOf((byte)':');
        var text = Encoding.ASCII.GetString(colon < 0 ? line : line[..colon]).Trim().ToUpperInvariant();
        return (text.Length == 0 ? null : text, start + skipped + line.Length + 1);
    }

    private static bool IsHash(string line) =>
        line.Length is >= MinPrefixLength and <= HashLength && line.All(char.IsAsciiHexDigit);
}
