using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecureAuth.Hashing;

/// <summary>
/// bcrypt (version 2b) of up to four passwords at once on one thread. One hash is a chain of table look-ups, each of which
/// waits for the one before. The look-ups of four independent hashes fill each other's gaps.
/// </summary>
/// <remarks>
/// One instance per thread. It allocates nothing after construction, and clears its buffers before each call returns. Before
/// the first digest of a process, it hashes published passwords and compares the results, which takes a few milliseconds.
/// </remarks>
public sealed class BcryptLanes
{
    /// <summary>The greatest number of inputs that one call takes.</summary>
    public const int MaximumLanes = 4;

    /// <summary>The text that bcrypt encrypts: "OrpheanBeholderScryDoubt".</summary>
    private static readonly uint[] Plaintext = [0x4F727068, 0x65616E42, 0x65686F6C, 0x64657253, 0x63727944, 0x6F756274];

    private readonly ReadOnlyMemory<uint> _initial;

    /// <summary>The Blowfish states of the lanes, one after the other. Pinned, so that the collector leaves no copies.</summary>
    private readonly uint[] _state = GC.AllocateArray<uint>(MaximumLanes * BlowfishTables.Words, pinned: true);

    /// <summary>The password and the salt of each lane, as words to be mixed into the subkeys.</summary>
    private readonly uint[] _keys = GC.AllocateArray<uint>(MaximumLanes * BlowfishTables.Subkeys, pinned: true);
    private readonly uint[] _salts = GC.AllocateArray<uint>(MaximumLanes * BlowfishTables.Subkeys, pinned: true);

    /// <summary>Which input a lane works on.</summary>
    private readonly int[] _inputs = new int[MaximumLanes];

    private int _busy;
    private bool _inUse;

    /// <summary>Creates an engine, whose buffers take some 17 KB.</summary>
    public BcryptLanes()
        : this(BlowfishTables.Initial)
    {
    }

    /// <summary>An engine with the given tables, so that a test can make the self-test fail.</summary>
    internal BcryptLanes(ReadOnlyMemory<uint> initial) => _initial = initial;

    /// <summary>Whether nothing of a password is left.</summary>
    internal bool IsWiped => _state.All(word => word == 0) && _keys.All(word => word == 0) && _salts.All(word => word == 0);

    /// <summary>Computes the digest of each input, on the calling thread.</summary>
    /// <param name="inputs">
    /// Up to four passwords. Different work factors are possible: a lane that is done is left out of the remaining rounds.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are more inputs than lanes.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using this instance.</exception>
    /// <exception cref="BcryptSelfTestException">The self-test of this process has failed.</exception>
    public void Digest(ReadOnlySpan<BcryptInput> inputs)
    {
        BcryptSelfTest.ThrowIfFailed();
        DigestUntested(inputs);
    }

    /// <summary><see cref="Digest"/> for the self-test itself.</summary>
    internal void DigestUntested(ReadOnlySpan<BcryptInput> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs.Length, MaximumLanes);

        // Two threads that share the state would compute wrong digests without an error.
        if (Interlocked.Exchange(ref _inUse, true))
        {
            throw new InvalidOperationException("An instance of BcryptLanes is for one thread at a time.");
        }

        try
        {
            _busy = inputs.Length;
            for (var lane = 0; lane < _busy; lane++)
            {
                _inputs[lane] = lane;
                SetUp(lane, inputs[lane]);
            }

            for (ulong done = 0; _busy > 0;)
            {
                var next = NextStop(inputs, done);
                Rounds(next - done);
                done = next;
                Settle(inputs, done);
            }
        }
        finally
        {
            Wipe();
            Volatile.Write(ref _inUse, false);
        }
    }

    /// <summary>The number of rounds after which the next lane has its digest, or is finished.</summary>
    private ulong NextStop(ReadOnlySpan<BcryptInput> inputs, ulong done)
    {
        var next = ulong.MaxValue;
        for (var lane = 0; lane < _busy; lane++)
        {
            var input = inputs[_inputs[lane]];
            var digest = 1UL << input.WorkFactor;
            next = Math.Min(next, digest > done ? digest : 1UL << input.LeastWorkFactor);
        }

        return next;
    }

    /// <summary>Takes the digests that are ready, and frees the lanes that are finished.</summary>
    private void Settle(ReadOnlySpan<BcryptInput> inputs, ulong done)
    {
        for (var lane = _busy - 1; lane >= 0; lane--)
        {
            var input = inputs[_inputs[lane]];
            if (done == 1UL << input.WorkFactor)
            {
                Encrypt(lane, input.Digest);
            }

            if (done == 1UL << input.LeastWorkFactor)
            {
                Free(lane);
            }
        }
    }

    /// <summary>Keeps the busy lanes together: the last one moves into the gap.</summary>
    private void Free(int lane)
    {
        var last = --_busy;
        if (lane == last)
        {
            return;
        }

        _inputs[lane] = _inputs[last];
        State(last).CopyTo(State(lane));
        Of(_keys, last).CopyTo(Of(_keys, lane));
        Of(_salts, last).CopyTo(Of(_salts, lane));
    }

    private Span<uint> State(int lane) => _state.AsSpan(lane * BlowfishTables.Words, BlowfishTables.Words);

    private static Span<uint> Of(uint[] words, int lane) => words.AsSpan(lane * BlowfishTables.Subkeys, BlowfishTables.Subkeys);

    /// <summary>Blowfish's state after the first mixing, in which the salt is encrypted along.</summary>
    private void SetUp(int lane, BcryptInput input)
    {
        Span<byte> salt = stackalloc byte[BcryptInput.SaltLength];
        BcryptBase64.Decode(input.Salt, salt);
        var saltWords = Of(_salts, lane);
        Repeat(salt, saltWords);

        // The zero that ends a string in C is part of the key.
        Span<byte> password = stackalloc byte[BcryptInput.MaximumPasswordLength];
        var length = Math.Min(input.Password.Length, password.Length);
        input.Password[..length].CopyTo(password);
        Repeat(password[..Math.Min(length + 1, password.Length)], Of(_keys, lane));
        CryptographicOperations.ZeroMemory(password);

        var state = State(lane);
        _initial.Span.CopyTo(state);
        Mix(state, Of(_keys, lane));
        uint left = 0, right = 0;
        for (var i = 0; i < state.Length; i += 2)
        {
            left ^= saltWords[i % 4];
            right ^= saltWords[(i + 1) % 4];
            Blowfish.Encrypt(state, ref left, ref right);
            state[i] = left;
            state[i + 1] = right;
        }
    }

    /// <summary>Fills the words with the bytes, big-endian, repeating them as often as necessary.</summary>
    private static void Repeat(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        var next = 0;
        foreach (ref var word in words)
        {
            word = 0;
            for (var i = 0; i < sizeof(uint); i++)
            {
                word = (word << 8) | bytes[next];
                next = next + 1 == bytes.Length ? 0 : next + 1;
            }
        }
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<uint> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            state[i] ^= words[i];
        }
    }

    /// <summary>The expensive part, for all busy lanes: password and salt are mixed in alternately.</summary>
    private void Rounds(ulong count)
    {
        for (; count > 0; count--)
        {
            MixAndExpand(_keys);
            MixAndExpand(_salts);
        }
    }

    private void MixAndExpand(uint[] words)
    {
        for (var lane = 0; lane < _busy; lane++)
        {
            Mix(State(lane), Of(words, lane));
        }

        switch (_busy)
        {
            case 1:
                Blowfish.Expand<OneLane>(_state);
                break;
            case 2:
                Blowfish.Expand<TwoLanes>(_state);
                break;
            case 3:
                Blowfish.Expand<ThreeLanes>(_state);
                break;
            default:
                Blowfish.Expand<FourLanes>(_state);
                break;
        }
    }

    private void Encrypt(int lane, Span<byte> digest)
    {
        var state = State(lane);
        Span<byte> block = stackalloc byte[2 * sizeof(uint)];
        for (var i = 0; i < Plaintext.Length; i += 2)
        {
            var (left, right) = (Plaintext[i], Plaintext[i + 1]);
            for (var times = 0; times < 64; times++)
            {
                Blowfish.Encrypt(state, ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(block, left);
            BinaryPrimitives.WriteUInt32BigEndian(block[sizeof(uint)..], right);
            var rest = digest[(i * sizeof(uint))..];
            block[..Math.Min(block.Length, rest.Length)].CopyTo(rest);
        }
    }

    private void Wipe()
    {
        _busy = 0;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_state.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_keys.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_salts.AsSpan()));
    }
}
