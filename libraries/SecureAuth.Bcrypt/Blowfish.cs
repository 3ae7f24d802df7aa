using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecureAuth.Hashing;

/// <summary>
/// Blowfish on a state of 18 subkeys and four boxes of 256 words, and bcrypt's replacement of that whole state by its own
/// encryptions, for one state or for four that lie one after the other.
/// </summary>
/// <remarks>
/// References without bounds checks, which would cost a third of the speed. An index into a box is one byte, and a box has
/// 256 words. Every other index is a constant or a loop variable below <see cref="BlowfishTables.Words"/>, in states whose
/// length is checked once.
/// </remarks>
internal static class Blowfish
{
    private const int Words = BlowfishTables.Words;
    private const int LastSubkey = BlowfishTables.Subkeys - 1;

    // Where each of four states begins.
    private const int A = 0;
    private const int B = Words;
    private const int C = 2 * Words;
    private const int D = 3 * Words;

    public static void Encrypt(Span<uint> state, ref uint left, ref uint right)
    {
        ref var s = ref FirstOf(state, Words);
        (left, right) = Encrypt(ref s, left, right);
    }

    /// <summary>Replaces the state, two words at a time: zero is encrypted, then each result again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(Span<uint> state)
    {
        ref var s = ref FirstOf(state, Words);
        uint l = 0, r = 0;
        for (nint i = 0; i < Words; i += 2)
        {
            (l, r) = Encrypt(ref s, l, r);
            Store(ref s, A, i, l, r);
        }
    }

    /// <summary>The same for four states in alternate steps: while one waits for a look-up, the others go on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExpandFour(Span<uint> states)
    {
        // One reference and constant offsets, because a reference for each state would leave too few registers for the halves.
        ref var s = ref FirstOf(states, 4 * Words);
        uint la = 0, ra = 0, lb = 0, rb = 0, lc = 0, rc = 0, ld = 0, rd = 0;
        for (nint i = 0; i < Words; i += 2)
        {
            la ^= Word(ref s, A, 0);
            lb ^= Word(ref s, B, 0);
            lc ^= Word(ref s, C, 0);
            ld ^= Word(ref s, D, 0);
            for (nint k = 1; k < LastSubkey; k += 2)
            {
                ra ^= F(ref s, A, la) ^ Word(ref s, A, k);
                rb ^= F(ref s, B, lb) ^ Word(ref s, B, k);
                rc ^= F(ref s, C, lc) ^ Word(ref s, C, k);
                rd ^= F(ref s, D, ld) ^ Word(ref s, D, k);
                la ^= F(ref s, A, ra) ^ Word(ref s, A + 1, k);
                lb ^= F(ref s, B, rb) ^ Word(ref s, B + 1, k);
                lc ^= F(ref s, C, rc) ^ Word(ref s, C + 1, k);
                ld ^= F(ref s, D, rd) ^ Word(ref s, D + 1, k);
            }

            (la, ra) = (ra ^ Word(ref s, A + LastSubkey, 0), la);
            (lb, rb) = (rb ^ Word(ref s, B + LastSubkey, 0), lb);
            (lc, rc) = (rc ^ Word(ref s, C + LastSubkey, 0), lc);
            (ld, rd) = (rd ^ Word(ref s, D + LastSubkey, 0), ld);
            Store(ref s, A, i, la, ra);
            Store(ref s, B, i, lb, rb);
            Store(ref s, C, i, lc, rc);
            Store(ref s, D, i, ld, rd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Left, uint Right) Encrypt(ref uint s, uint left, uint right)
    {
        left ^= s;
        for (nint k = 1; k < LastSubkey; k += 2)
        {
            right ^= F(ref s, A, left) ^ Word(ref s, A, k);
            left ^= F(ref s, A, right) ^ Word(ref s, A + 1, k);
        }

        return (right ^ Word(ref s, A + LastSubkey, 0), left);
    }

    /// <summary>Blowfish's function of one half: four look-ups, one for each of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint F(ref uint s, int lane, uint x)
    {
        var boxes = lane + BlowfishTables.Subkeys;
        return ((Word(ref s, boxes, (nint)(x >> 24)) + Word(ref s, boxes + 256, (byte)(x >> 16)))
            ^ Word(ref s, boxes + 512, (byte)(x >> 8))) + Word(ref s, boxes + 768, (byte)x);
    }

    /// <summary>The constant part of the offset comes first, so that it becomes part of the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref uint Word(ref uint s, int constant, nint index) => ref Unsafe.Add(ref Unsafe.Add(ref s, constant), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref uint s, int lane, nint index, uint left, uint right)
    {
        Word(ref s, lane, index) = left;
        Word(ref s, lane + 1, index) = right;
    }

    private static ref uint FirstOf(Span<uint> states, int words)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states.Length, words);
        return ref MemoryMarshal.GetReference(states);
    }
}
