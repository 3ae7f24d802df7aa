using System.Numerics;

namespace SecureAuth.Hashing.Tests;

public class BlowfishTablesTests
{
    private const int Words = BlowfishTables.Words;

    /// <summary>Rounding makes the last bits of the computation wrong.</summary>
    private const int GuardBits = 64;

    private const int Bits = (32 * Words) + GuardBits;

    [Fact]
    public void The_words_are_the_digits_of_pi()
    {
        // Machin's formula, 1706.
        var pi = (16 * ArcTangentOfInverse(5)) - (4 * ArcTangentOfInverse(239));

        var expected = Enumerable.Range(1, Words).Select(i => (uint)((pi >> (Bits - (32 * i))) & uint.MaxValue));

        Assert.Equal(expected, BlowfishTables.Initial.ToArray());
    }

    /// <summary>arctan(1/x) as a fixed-point number: 1/x - 1/3x³ + 1/5x⁵ …</summary>
    private static BigInteger ArcTangentOfInverse(int x)
    {
        var power = (BigInteger.One << Bits) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }

        return sum;
    }
}
