using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Counts the queue slots of each address block and each account, and decides whether a caller may take another one. Nested
/// blocks share the limit of the block that contains them, so that a caller with many addresses still has a single share.
/// </summary>
/// <remarks>
/// A block may take at most half of the slots that its sibling blocks leave free, or three quarters while the siblings have none.
/// A block that takes as many slots as it can thus always leaves room for another sibling, and n such blocks end up with a share
/// of 1/(n + 1) each. The same rule applies to accounts. Blocks and accounts are tracked only while they have slots. The lock of
/// the queue protects the state.
/// </remarks>
internal sealed class QueueShares
{
    private readonly Dictionary<AddressBlock, int> _blocks = [];
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);

    /// <summary>The number of slots that are taken.</summary>
    public int All { get; private set; }

    /// <summary>The number of tracked blocks and accounts: at most four blocks and one account per slot.</summary>
    public int Count => _blocks.Count + _accounts.Count;

    /// <param name="caller">The caller that asks for another slot.</param>
    /// <param name="free">The number of free slots.</param>
    public bool Allow(HashCaller caller, int free)
    {
        if (caller.Account is { } account && Allowance(free, All, _accounts.GetValueOrDefault(account)) <= 0)
        {
            return false;
        }

        var allowance = free;
        var takenByParent = All;
        foreach (var block in AddressBlock.Containing(caller.Address))
        {
            var taken = _blocks.GetValueOrDefault(block);
            allowance = Allowance(allowance, takenByParent, taken);
            takenByParent = taken;
        }

        return allowance > 0;
    }

    public void Take(HashCaller caller) => Add(caller, 1);

    public void Return(HashCaller caller) => Add(caller, -1);

    /// <summary>Returns how many more slots a block may take within the block that contains it.</summary>
    private static int Allowance(int allowanceOfParent, int takenByParent, int taken)
    {
        if (allowanceOfParent <= 0)
        {
            return 0;
        }

        var available = allowanceOfParent + taken;
        var limit = takenByParent > taken ? (available + 1) / 2 : Math.Max(available * 3 / 4, 1);
        return limit - taken;
    }

    private void Add(HashCaller caller, int change)
    {
        All += change;
        foreach (var block in AddressBlock.Containing(caller.Address))
        {
            Add(_blocks, block, change);
        }

        if (caller.Account is { } account)
        {
            Add(_accounts, account, change);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int change)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count += change;
        if (count == 0)
        {
            counts.Remove(key);
        }
    }
}
