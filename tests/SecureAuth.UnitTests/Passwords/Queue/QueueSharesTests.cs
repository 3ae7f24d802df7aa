using System.Net;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.UnitTests.Passwords.Queue;

/// <summary>A caller with many addresses still has one share, and others find slots beside it.</summary>
public sealed class QueueSharesTests
{
    private const int Capacity = 48;

    private readonly QueueShares _shares = new();

    /// <summary>For each level: a block, another address of the enclosing block, and the share of a single caller.</summary>
    public static TheoryData<string, string, int> Blocks => new()
    {
        { "198.51.0.0/16", "203.0.113.1", 36 },
        { "198.51.100.0/24", "198.51.101.1", 27 },
        { "198.51.100.7/32", "198.51.100.8", 20 },
        { "2001:db8::/32", "2001:db9::1", 36 },
        { "2001:db8:77::/48", "2001:db8:78::1", 27 },
        { "2001:db8:77:100::/56", "2001:db8:77:200::1", 20 },
        { "2001:db8:77:101::/64", "2001:db8:77:102::1", 15 },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void One_address_block_never_fills_the_queue(string block, string neighbour, int most)
    {
        var held = Fill(IPNetwork.Parse(block));

        Assert.InRange(held, 1, most);
        Assert.True(Allow(IPAddress.Parse(neighbour)));
    }

    [Theory]
    [InlineData("198.51.100.7", 20)]
    [InlineData("2001:db8::1", 15)]
    [InlineData("::ffff:198.51.100.7", 20)]
    [InlineData(null, 36)]
    public void A_single_caller_may_hold_a_large_share_of_the_queue(string? address, int most)
    {
        Assert.Equal(most, Fill(address is null ? null : IPAddress.Parse(address)));
    }

    [Fact]
    public void An_IPv4_mapped_address_shares_the_IPv4_share()
    {
        Fill(IPAddress.Parse("198.51.100.7"));

        Assert.False(Allow(IPAddress.Parse("::ffff:198.51.100.7")));
    }

    [Fact]
    public void Callers_without_an_address_share_one_block()
    {
        Fill(address: null);
        Assert.True(Allow(IPAddress.Parse("198.51.100.7")));

        Fill(IPNetwork.Parse("198.51.0.0/16"));
        Assert.False(Allow(address: null));
    }

    [Fact]
    public void One_account_leaves_slots_for_the_others()
    {
        for (var network = 0; _shares.Allow(From(network), Capacity - _shares.All); network++)
        {
            _shares.Take(From(network));
        }

        Assert.Equal(36, _shares.All);
        Assert.True(_shares.Allow(From(250) with { Account = "another" }, Capacity - _shares.All));

        static HashCaller From(int network) => new(new IPAddress([10, (byte)network, 0, 1]), "account");
    }

    /// <summary>Whatever happened before, each slot was taken within its share, and a new caller finds a slot.</summary>
    [Property(MaxTest = 300)]
    public void No_order_of_arrivals_and_departures_exceeds_a_share(PositiveInt size, int[] steps)
    {
        var capacity = 1 + (size.Get % 100);
        var held = new List<HashCaller>();
        foreach (var step in steps.SelectMany(step => Enumerable.Range(0, 4).Select(part => (step >> (8 * part)) & 255)))
        {
            var caller = new HashCaller(AddressOf(step), null);
            if ((step & 7) == 7 && held.Count > 0)
            {
                _shares.Return(held[step % held.Count]);
                held.RemoveAt(step % held.Count);
            }
            else if (_shares.Allow(caller, capacity - held.Count))
            {
                _shares.Take(caller);
                held.Add(caller);
                StaysWithinItsShare(held, caller.Address!, capacity);
            }

            Assert.Equal(held.Count, _shares.All);
            Assert.InRange(held.Count, 0, capacity);
            Assert.InRange(_shares.Count, 0, 4 * held.Count);
            Assert.Equal(held.Count < capacity, _shares.Allow(
                new HashCaller(IPAddress.Parse("203.0.113.1"), null), capacity - held.Count));
        }

        held.ForEach(_shares.Return);
        Assert.Equal((0, 0), (_shares.All, _shares.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Competing_networks_converge_to_equal_shares_and_leave_one_more(int networks)
    {
        const int capacity = 420;
        var waiting = new Queue<HashCaller>();
        for (var round = 0; round < 300; round++)
        {
            for (var turn = 0; turn < 8 * capacity; turn++)
            {
                var caller = new HashCaller(new IPAddress([10, (byte)(turn % networks), (byte)turn, 1]), null);
                if (_shares.Allow(caller, capacity - _shares.All))
                {
                    _shares.Take(caller);
                    waiting.Enqueue(caller);
                }
            }

            if (round < 299)
            {
                Enumerable.Range(0, 8).Select(_ => waiting.Dequeue()).ToList().ForEach(_shares.Return);
            }
        }

        var share = capacity / (networks + 1);
        Assert.InRange(capacity - _shares.All, share - networks, share + networks);
        Assert.All(
            waiting.CountBy(caller => caller.Address!.GetAddressBytes()[1]),
            network => Assert.InRange(network.Value, share - networks, share + networks));
    }

    /// <summary>The share at every level: half of what the others leave, or three quarters if there are no others.</summary>
    private static void StaysWithinItsShare(List<HashCaller> held, IPAddress address, int capacity)
    {
        var (around, mayHold) = (held.Count, (double)capacity);
        foreach (var length in (int[])[32, 48, 56, 64])
        {
            var block = new IPNetwork(FirstBits(address, length), length);
            var mine = held.Count(caller => block.Contains(caller.Address!));
            mayHold = (mayHold - (around - mine)) * (around > mine ? 0.5 : 0.75);
            mayHold = around > mine ? Math.Ceiling(mayHold) : Math.Max(Math.Floor(mayHold), 1);
            Assert.InRange(mine, 0, mayHold);
            around = mine;
        }
    }

    /// <summary>Few blocks at each level, so that they collide.</summary>
    private static IPAddress AddressOf(int step)
    {
        var bytes = new byte[16];
        bytes[0] = 0x20;
        bytes[3] = (byte)((step >> 6) & 3);
        bytes[5] = (byte)((step >> 4) & 1);
        bytes[6] = (byte)((step >> 3) & 1);
        bytes[7] = (byte)((step >> 1) & 3);
        bytes[15] = (byte)step;
        return new IPAddress(bytes);
    }

    private static IPAddress FirstBits(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(length / 8).Clear();
        return new IPAddress(bytes);
    }

    private bool Allow(IPAddress? address) => _shares.Allow(new HashCaller(address, null), Capacity - _shares.All);

    private int Fill(IPAddress? address)
    {
        var taken = 0;
        while (Allow(address))
        {
            _shares.Take(new HashCaller(address, null));
            taken++;
        }

        return taken;
    }

    /// <summary>Asks from random addresses of the block until a thousand consecutive ones find no slot.</summary>
    private int Fill(IPNetwork block)
    {
        var (taken, refused) = (0, 0);
        while (refused < 1000)
        {
            var address = block.BaseAddress.GetAddressBytes();
            RandomNumberGenerator.Fill(address.AsSpan(block.PrefixLength / 8));
            if (Allow(new IPAddress(address)))
            {
                _shares.Take(new HashCaller(new IPAddress(address), null));
                taken++;
                refused = 0;
            }
            else
            {
                refused++;
            }
        }

        return taken;
    }
}
