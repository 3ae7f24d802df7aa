using System.Reflection;
using System.Runtime.Loader;

namespace SecureAuth.Hashing.Tests;

public class SelfTestTests
{
    [Fact]
    public void The_tables_as_they_are_pass() => Assert.Null(BcryptSelfTest.Run(BlowfishTables.Initial));

    [Fact]
    public void A_flipped_bit_in_any_word_of_the_tables_is_found() => Parallel.For(0, BlowfishTables.Words, word =>
    {
        var tables = BlowfishTables.Initial.ToArray();
        tables[word] ^= 1u << (word % 32);

        Assert.NotNull(BcryptSelfTest.Run(tables));
    });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public void A_wrong_digest_in_any_lane_of_any_loop_is_found(int lane, int passwords)
    {
        var engine = new BcryptLanes();
        var error = Assert.Throws<BcryptSelfTestException>(() => BcryptSelfTest.Run(
            inputs =>
            {
                engine.Digest(inputs);
                if (inputs.Length == passwords)
                {
                    inputs[lane - 1].Digest[^1] ^= 1;
                }
            },
            BcryptLanes.MaximumLanes));

        Assert.Contains($": password {lane} of {passwords} got another hash", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Another_implementation_passes_if_its_digests_are_right()
    {
        BcryptSelfTest.Run(new BcryptLanes().Digest, BcryptLanes.MaximumLanes);
        BcryptSelfTest.Run(inputs => BcryptBase64.Decode(TestInputs.ReferenceDigest(inputs[0]), inputs[0].Digest), 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_number_of_lanes_for_which_there_are_no_vectors_is_refused(int lanes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BcryptSelfTest.Run(_ => { }, lanes));

    [Fact]
    public void A_process_whose_self_test_failed_returns_no_digest_ever()
    {
        var library = new Copy();
        library.FlipBit();

        AssertSelfTestFailed(() => library.Hash("password"));

        // Not even when the tables are right again: what corrupted them may have corrupted more.
        library.FlipBit();
        AssertSelfTestFailed(() => library.Hash("password"));
        AssertSelfTestFailed(() => library.Verify("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    [Fact]
    public void Only_the_first_digest_runs_it()
    {
        var library = new Copy();
        var hash = library.Hash("password");

        // The self-test would notice, if it ran again.
        library.FlipBit();

        Assert.False(library.Verify("password", hash));
    }

    [Fact]
    public void Threads_that_come_first_together_all_get_their_hash()
    {
        var library = new Copy();
        using var gate = new Barrier(8);
        var hashes = new string[8];
        TestThreads.Run(8, i =>
        {
            gate.SignalAndWait();
            hashes[i] = library.Hash($"password {i}");
        });

        Assert.All(Enumerable.Range(0, 8), i => Assert.True(BCrypt.Net.BCrypt.Verify($"password {i}", hashes[i])));
    }

    [Fact]
    public void The_library_depends_on_the_runtime_alone() => Assert.All(
        typeof(Bcrypt).Assembly.GetReferencedAssemblies(),
        name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    private static void AssertSelfTestFailed(Func<object> call)
    {
        var error = Assert.Throws<TargetInvocationException>(call).InnerException!;
        Assert.Equal(typeof(BcryptSelfTestException).FullName, error.GetType().FullName);
        Assert.Contains("self-test failed", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The library once more, with static fields of its own, as in a process that has not hashed yet.</summary>
    private sealed class Copy
    {
        private readonly Assembly _assembly =
            new AssemblyLoadContext("copy").LoadFromAssemblyPath(typeof(Bcrypt).Assembly.Location);

        public void FlipBit()
        {
            var tables = _assembly.GetType(typeof(BlowfishTables).FullName!, throwOnError: true)!;
            var words = (uint[])tables.GetField("InitialWords", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
            words[500] ^= 1;
        }

        public string Hash(string password) => (string)Call(nameof(Bcrypt.Hash), [typeof(string), typeof(int)], password, 4);

        public bool Verify(string password, string hash) =>
            (bool)Call(nameof(Bcrypt.Verify), [typeof(string), typeof(string)], password, hash);

        private object Call(string method, Type[] types, params object[] arguments) =>
            _assembly.GetType(typeof(Bcrypt).FullName!, throwOnError: true)!.GetMethod(method, types)!.Invoke(null, arguments)!;
    }
}
