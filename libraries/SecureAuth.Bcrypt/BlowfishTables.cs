using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SecureAuth.Hashing;

/// <summary>
/// The initial words of Blowfish: the binary digits of pi's fraction. A file contains them, because computing them would take a
/// tenth of a second at each start. A test computes them and compares.
/// </summary>
/// <remarks>
/// The file was written by
/// <c>echo 'scale=10100; obase=16; 4*a(1)' | BC_LINE_LENGTH=0 bc -l | cut -c3-8338 | xxd -r -p > pi.bin</c>.
/// </remarks>
internal static class BlowfishTables
{
    /// <summary>18 subkeys, and four boxes of 256 words.</summary>
    public const int Words = Subkeys + (4 * 256);

    public const int Subkeys = 18;

    private static readonly uint[] InitialWords = Read();

    /// <summary>The subkeys first and then the boxes, in the order of pi's digits.</summary>
    public static ReadOnlyMemory<uint> Initial => InitialWords;

    private static uint[] Read()
    {
        using var file = typeof(BlowfishTables).Assembly.GetManifestResourceStream("pi.bin")!;
        var words = new uint[Words];
        file.ReadExactly(MemoryMarshal.AsBytes(words.AsSpan()));
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return words;
    }
}
