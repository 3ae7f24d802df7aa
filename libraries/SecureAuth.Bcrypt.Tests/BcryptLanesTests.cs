using System.Security.Cryptography;

namespace SecureAuth.Hashing.Tests;

public class BcryptLanesTests
{
    private const int Lanes = BcryptLanes.MaximumLanes;

    [Theory]
    [MemberData(nameof(PublishedHashes.All), MemberType = typeof(PublishedHashes))]
    public void A_published_hash_comes_out_in_every_lane_whatever_the_number_of_passwords(string passwordInHex, string hash)
    {
        var engine = new BcryptLanes();
        var places =
            from passwords in Enumerable.Range(1, Lanes) from lane in Enumerable.Range(0, passwords) select (passwords, lane);
        foreach (var (passwords, lane) in places)
        {
            var workFactor = hash[5] - '0';
            var inputs = Enumerable.Range(0, passwords).Select(_ => TestInputs.Random(workFactor)).ToArray();
            inputs[lane] = new BcryptInput(Convert.FromHexString(passwordInHex), hash[7..29], workFactor);

            engine.Digest(inputs);

            Assert.Equal(hash[29..], BcryptBase64.Encode(inputs[lane].Digest));
        }
    }

    [Fact]
    public void Lanes_of_different_costs_do_not_disturb_each_other()
    {
        var engine = new BcryptLanes();
        for (var round = 0; round < 200; round++)
        {
            var inputs = Enumerable.Range(0, 1 + (round % Lanes))
                .Select(_ => TestInputs.Random(RandomNumberGenerator.GetInt32(4, 8))).ToArray();

            engine.Digest(inputs);

            Assert.All(inputs, input => Assert.Equal(TestInputs.ReferenceDigest(input), BcryptBase64.Encode(input.Digest)));
        }
    }

    [Fact]
    public void Work_beyond_the_digest_does_not_change_it()
    {
        var engine = new BcryptLanes();
        for (var least = 4; least <= 8; least++)
        {
            BcryptInput[] inputs =
                [TestInputs.Random(5, least), TestInputs.Random(4, 8), TestInputs.Random(6), TestInputs.Random(8, least)];

            engine.Digest(inputs);

            Assert.All(inputs, input => Assert.Equal(TestInputs.ReferenceDigest(input), BcryptBase64.Encode(input.Digest)));
        }
    }

    [Fact]
    public void A_call_leaves_no_state_behind_and_allocates_nothing()
    {
        var engine = new BcryptLanes();
        var inputs = Enumerable.Range(0, Lanes).Select(_ => TestInputs.Random(4)).ToArray();
        engine.Digest(inputs);
        var before = GC.GetAllocatedBytesForCurrentThread();

        engine.Digest(inputs);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(engine.IsWiped);
    }

    [Fact]
    public void An_input_can_be_wiped()
    {
        byte[] password = [1, 2, 3];
        var input = new BcryptInput(password, BcryptBase64.NewSalt(), 4);
        new BcryptLanes().Digest([input]);

        input.Wipe();

        Assert.Equal([0, 0, 0], password);
        Assert.Equal(new byte[BcryptInput.DigestLength], input.Digest.ToArray());
    }

    [Fact]
    public void More_inputs_than_lanes_are_refused()
    {
        var inputs = Enumerable.Range(0, Lanes + 1).Select(_ => TestInputs.Random(4)).ToArray();

        Assert.Throws<ArgumentOutOfRangeException>(() => new BcryptLanes().Digest(inputs));
    }

    [Fact]
    public void An_empty_batch_is_accepted() => new BcryptLanes().Digest([]);

    [Fact]
    public void A_failed_call_wipes_the_state_and_the_engine_can_be_used_again()
    {
        var engine = new BcryptLanes();

        Assert.Throws<NullReferenceException>(() => engine.Digest([TestInputs.Random(4), null!]));

        Assert.True(engine.IsWiped);
        engine.Digest([TestInputs.Random(4)]);
    }

    [Fact]
    public void An_instance_refuses_a_second_thread()
    {
        var engine = new BcryptLanes();
        var refusals = 0;

        // They meet in the first round, unless the system lets one of them wait.
        for (var round = 0; round < 1000 && refusals == 0; round++)
        {
            using var gate = new Barrier(2);
            TestThreads.Run(2, _ =>
            {
                var input = TestInputs.Random(8);
                gate.SignalAndWait();
                try
                {
                    engine.Digest([input]);
                    Assert.Equal(TestInputs.ReferenceDigest(input), BcryptBase64.Encode(input.Digest));
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refusals);
                }
            });
        }

        Assert.Equal(1, refusals);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abcdefghijklmnopqrstu")]
    [InlineData("abcdefghijklmnopqrstuuu")]
    [InlineData("abcdefghijklmnopqrstu=")]
    public void A_malformed_salt_is_refused(string salt) => Assert.Throws<ArgumentException>(() => new BcryptInput([], salt, 4));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(32, 0)]
    [InlineData(4, 32)]
    [InlineData(4, -1)]
    public void A_work_factor_out_of_range_is_refused(int workFactor, int least) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BcryptInput([], BcryptBase64.NewSalt(), workFactor, least));
}
