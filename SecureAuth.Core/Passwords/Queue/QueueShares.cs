using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// How many places of the queue each block of addresses and each account holds, and whether it may have another. A block
/// inside another one shares what that may hold, so that whoever has many addresses still has one share.
/// </summary>
/// <remarks>
/// The law: of the places that the other blocks beside it leave, a block takes no more than half, or three quarters while
/// the others hold none. So a block that asks without end leaves room for the next one beside it, and n of them come to
/// hold one part in n + 1 each. Accounts stand beside each other under the same law. A block or an account is remembered
/// while it holds a place. Guarded by the gate's lock.
/// </remarks>
internal sealed class QueueShares
{
    private readonly Dictionary<AddressBlock, int> _blocks = [];
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);

    /// <summary>The places that anybody holds.</summary>
    public int All { get; private set; }

    /// <summary>What is remembered: at most four blocks and an account for each place.</summary>
    public int Count => _blocks.Count + _accounts.Count;

    /// <param name="claimant">Who asks for one place more.</param>
    /// <param name="room">The places that nobody holds.</param>
    public bool Allow(HashCaller claimant, int room)
    {
        if (claimant.Account is { } account && Room(room, All, _accounts.GetValueOrDefault(account)) <= 0)
        {
            return false;
        }

        var around = All;
        foreach (var block in AddressBlock.Around(claimant.Address))
        {
            var held = _blocks.GetValueOrDefault(block);
            room = Room(room, around, held);
            around = held;
        }

        return room > 0;
    }

    public void Take(HashCaller claimant) => Add(claimant, 1);

    public void Return(HashCaller claimant) => Add(claimant, -1);

    /// <summary>How many more places one may take that holds some of what is held around it.</summary>
    private static int Room(int roomAround, int heldAround, int held)
    {
        if (roomAround <= 0)
        {
            return 0;
        }

        var left = roomAround + held;
        var most = heldAround > held ? (left + 1) / 2 : Math.Max(left * 3 / 4, 1);
        return most - held;
    }

    private void Add(HashCaller claimant, int change)
    {
        All += change;
        foreach (var block in AddressBlock.Around(claimant.Address))
        {
            Add(_blocks, block, change);
        }

        if (claimant.Account is { } account)
        {
            Add(_accounts, account, change);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, int> all, TKey key, int change)
        where TKey : notnull
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        held += change;
        if (held == 0)
        {
            all.Remove(key);
        }
    }
}
