using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SecureAuth.Hashing;

/// <summary>
/// Blowfish on a state of 18 subkeys and four boxes of 256 words, and bcrypt's replacement of that whole state by its own
/// encryptions, for up to four states that lie one after the other.
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encrypt(Span<uint> state, ref uint left, ref uint right)
    {
        ref var s = ref FirstOf(state, Words);
        var (l, r) = (left ^ s, right);
        for (nint k = 1; k < LastSubkey; k += 2)
        {
            r = Round(ref s, A, k, r, l);
            l = Round(ref s, A, k + 1, l, r);
        }

        (left, right) = (r ^ Word(ref s, LastSubkey, 0), l);
    }

    /// <summary>
    /// Replaces each state, two words at a time: zero is encrypted, then each result again. The states take turns: while one
    /// waits for a look-up, the others go on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand<TLanes>(Span<uint> states)
        where TLanes : struct, ILanes
    {
        // One reference and constant offsets, because a reference for each state would leave too few registers for the halves.
        ref var s = ref FirstOf(states, TLanes.Count * Words);
        uint la = 0, ra = 0, lb = 0, rb = 0, lc = 0, rc = 0, ld = 0, rd = 0;
        for (nint i = 0; i < Words; i += 2)
        {
            la ^= Word(ref s, A, 0);
            lb = TLanes.Count > 1 ? lb ^ Word(ref s, B, 0) : 0;
            lc = TLanes.Count > 2 ? lc ^ Word(ref s, C, 0) : 0;
            ld = TLanes.Count > 3 ? ld ^ Word(ref s, D, 0) : 0;
            for (nint k = 1; k < LastSubkey; k += 2)
            {
                ra = Round(ref s, A, k, ra, la);
                rb = TLanes.Count > 1 ? Round(ref s, B, k, rb, lb) : 0;
                rc = TLanes.Count > 2 ? Round(ref s, C, k, rc, lc) : 0;
                rd = TLanes.Count > 3 ? Round(ref s, D, k, rd, ld) : 0;
                la = Round(ref s, A, k + 1, la, ra);
                lb = TLanes.Count > 1 ? Round(ref s, B, k + 1, lb, rb) : 0;
                lc = TLanes.Count > 2 ? Round(ref s, C, k + 1, lc, rc) : 0;
                ld = TLanes.Count > 3 ? Round(ref s, D, k + 1, ld, rd) : 0;
            }

            (la, ra) = Store(ref s, A, i, ra, la);
            (lb, rb) = TLanes.Count > 1 ? Store(ref s, B, i, rb, lb) : default;
            (lc, rc) = TLanes.Count > 2 ? Store(ref s, C, i, rc, lc) : default;
            (ld, rd) = TLanes.Count > 3 ? Store(ref s, D, i, rd, ld) : default;
        }
    }

    /// <summary>One of sixteen rounds. The other half waits for nothing, so the subkey is mixed into it first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Round(ref uint s, int lane, nint subkey, uint other, uint half) =>
        other ^ Word(ref s, lane, subkey) ^ F(ref s, lane + BlowfishTables.Subkeys, half);

    /// <summary>Blowfish's function of one half: four look-ups, one for each of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint F(ref uint s, int boxes, uint x) =>
        ((Word(ref s, boxes, (nint)(x >> 24)) + Word(ref s, boxes + 256, Byte(x, 16)))
            ^ Word(ref s, boxes + 512, Byte(x, 8))) + Word(ref s, boxes + 768, (byte)x);

    /// <summary>BMI1 of x86 extracts a byte with one instruction, which makes a round a tenth faster.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Byte(uint x, byte shift) =>
        Bmi1.IsSupported ? (nint)Bmi1.BitFieldExtract(x, shift, 8) : (byte)(x >> shift);

    /// <summary>The last subkeys are mixed in, and the result replaces two words of the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint Left, uint Right) Store(ref uint s, int lane, nint index, uint left, uint right)
    {
        left ^= Word(ref s, lane + LastSubkey, 0);
        Word(ref s, lane, index) = left;
        Word(ref s, lane + 1, index) = right;
        return (left, right);
    }

    /// <summary>The constant part of the offset comes first, so that it becomes part of the instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref uint Word(ref uint s, int constant, nint index) => ref Unsafe.Add(ref Unsafe.Add(ref s, constant), index);

    private static ref uint FirstOf(Span<uint> states, int words)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(states.Length, words);
        return ref MemoryMarshal.GetReference(states);
    }
}
