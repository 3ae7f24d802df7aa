using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords;

/// <summary>
/// Blowfish on a state of 18 subkeys and four boxes of 256 words, and bcrypt's replacing of that whole state by its own
/// encryptions, for one state or for four that lie one after the other.
/// </summary>
/// <remarks>
/// Unchecked references, as bounds checks would cost a third of the speed. An index into a box is one byte and so within
/// it; every other index is a constant or a loop's, below <see cref="BlowfishTables.Words"/> of states whose length is
/// checked once.
/// </remarks>
internal static class Blowfish
{
    private const int Words = BlowfishTables.Words;
    private const int LastSubkey = BlowfishTables.Subkeys - 1;

    public static void Encrypt(Span<uint> state, ref uint left, ref uint right)
    {
        ref var s = ref FirstOf(state, Words);
        (left, right) = Encrypt(ref s, left, right);
    }

    /// <summary>Replaces the state, two words at a time, by encryptions that begin with zero and go on from each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(Span<uint> state)
    {
        ref var s = ref FirstOf(state, Words);
        uint l = 0, r = 0;
        for (nint i = 0; i < Words; i += 2)
        {
            (l, r) = Encrypt(ref s, l, r);
            Unsafe.Add(ref s, i) = l;
            Unsafe.Add(ref s, i + 1) = r;
        }
    }

    /// <summary>The same for four states, whose steps alternate: while one waits for its boxes, the others go on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExpandFour(Span<uint> states)
    {
        ref var a = ref FirstOf(states, 4 * Words);
        ref var b = ref Unsafe.Add(ref a, Words);
        ref var c = ref Unsafe.Add(ref a, 2 * Words);
        ref var d = ref Unsafe.Add(ref a, 3 * Words);
        uint la = 0, ra = 0, lb = 0, rb = 0, lc = 0, rc = 0, ld = 0, rd = 0;
        for (nint i = 0; i < Words; i += 2)
        {
            la ^= a;
            lb ^= b;
            lc ^= c;
            ld ^= d;
            for (nint k = 1; k < LastSubkey; k += 2)
            {
                ra ^= F(ref a, la) ^ Unsafe.Add(ref a, k);
                rb ^= F(ref b, lb) ^ Unsafe.Add(ref b, k);
                rc ^= F(ref c, lc) ^ Unsafe.Add(ref c, k);
                rd ^= F(ref d, ld) ^ Unsafe.Add(ref d, k);
                la ^= F(ref a, ra) ^ Unsafe.Add(ref a, k + 1);
                lb ^= F(ref b, rb) ^ Unsafe.Add(ref b, k + 1);
                lc ^= F(ref c, rc) ^ Unsafe.Add(ref c, k + 1);
                ld ^= F(ref d, rd) ^ Unsafe.Add(ref d, k + 1);
            }

            (la, ra) = (ra ^ Unsafe.Add(ref a, LastSubkey), la);
            (lb, rb) = (rb ^ Unsafe.Add(ref b, LastSubkey), lb);
            (lc, rc) = (rc ^ Unsafe.Add(ref c, LastSubkey), lc);
            (ld, rd) = (rd ^ Unsafe.Add(ref d, LastSubkey), ld);
            Store(ref a, i, la, ra);
            Store(ref b, i, lb, rb);
            Store(ref c, i, lc, rc);
            Store(ref d, i, ld, rd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Left, uint Right) Encrypt(ref uint s, uint left, uint right)
    {
        left ^= s;
        for (nint k = 1; k < LastSubkey; k += 2)
        {
            right ^= F(ref s, left) ^ Unsafe.Add(ref s, k);
            left ^= F(ref s, right) ^ Unsafe.Add(ref s, k + 1);
        }

        return (right ^ Unsafe.Add(ref s, LastSubkey), left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint F(ref uint s, uint x) =>
        ((Box(ref s, 0, x >> 24) + Box(ref s, 1, x >> 16)) ^ Box(ref s, 2, x >> 8)) + Box(ref s, 3, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Box(ref uint s, int box, uint index) =>
        Unsafe.Add(ref Unsafe.Add(ref s, BlowfishTables.Subkeys + (box * 256)), (nint)(byte)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref uint s, nint index, uint left, uint right)
    {
        Unsafe.Add(ref s, index) = left;
        Unsafe.Add(ref s, index + 1) = right;
    }

    private static ref uint FirstOf(Span<uint> states, int words)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states.Length, words);
        return ref MemoryMarshal.GetReference(states);
    }
}
