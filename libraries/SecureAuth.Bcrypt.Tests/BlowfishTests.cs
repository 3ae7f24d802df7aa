using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecureAuth.Hashing.Tests;

public class BlowfishTests
{
    [Fact]
    public void Two_states_are_expanded_as_each_alone_and_nothing_behind_them_changes() =>
        AssertExpands<TwoLanes>(Blowfish.Expand<TwoLanes>);

    [Fact]
    public void Three_states_are_expanded_as_each_alone_and_nothing_behind_them_changes() =>
        AssertExpands<ThreeLanes>(Blowfish.Expand<ThreeLanes>);

    [Fact]
    public void Four_states_are_expanded_as_each_alone() => AssertExpands<FourLanes>(Blowfish.Expand<FourLanes>);

    [Fact]
    public void Too_few_words_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Blowfish.Expand<OneLane>(new uint[BlowfishTables.Words - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blowfish.Expand<TwoLanes>(new uint[(2 * BlowfishTables.Words) - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blowfish.Expand<ThreeLanes>(new uint[(3 * BlowfishTables.Words) - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blowfish.Expand<FourLanes>(new uint[(4 * BlowfishTables.Words) - 1]));
    }

    private static void AssertExpands<TLanes>(Action<Span<uint>> expand)
        where TLanes : struct, ILanes
    {
        var states = new uint[4 * BlowfishTables.Words];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(states.AsSpan()));
        var expected = states.ToArray();
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            Blowfish.Expand<OneLane>(expected.AsSpan(lane * BlowfishTables.Words, BlowfishTables.Words));
        }

        expand(states);

        Assert.Equal(expected, states);
    }
}
