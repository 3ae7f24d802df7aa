using System.Numerics;

namespace SecureAuth.Hashing;

/// <summary>
/// The initial words of Blowfish: the binary digits of pi's fraction. They are computed, because a thousand constants
/// cannot be proof-read and a formula can.
/// </summary>
internal static class BlowfishTables
{
    /// <summary>18 subkeys, and four boxes of 256 words.</summary>
    public const int Words = Subkeys + (4 * 256);

    public const int Subkeys = 18;

    /// <summary>More digits than are used, because rounding makes the last ones wrong.</summary>
    private const int GuardBits = 64;

    private static readonly uint[] InitialWords = Compute();

    /// <summary>The subkeys first and then the boxes, in the order of pi's digits.</summary>
    public static ReadOnlyMemory<uint> Initial => InitialWords;

    private static uint[] Compute()
    {
        const int bits = (32 * Words) + GuardBits;

        // Machin's formula, 1706: pi = 16 arctan(1/5) - 4 arctan(1/239).
        var pi = (16 * ArcTangentOfInverse(5, bits)) - (4 * ArcTangentOfInverse(239, bits));
        var words = new uint[Words];
        for (var i = 0; i < Words; i++)
        {
            words[i] = (uint)((pi >> (bits - (32 * (i + 1)))) & uint.MaxValue);
        }

        return words;
    }

    /// <summary>arctan(1/x) as a fixed-point number: 1/x - 1/3x³ + 1/5x⁵ …</summary>
    private static BigInteger ArcTangentOfInverse(int x, int bits)
    {
        var power = (BigInteger.One << bits) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }

        return sum;
    }
}
