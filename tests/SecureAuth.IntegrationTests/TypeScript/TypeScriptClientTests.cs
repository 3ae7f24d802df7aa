using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.TypeScript;

/// <summary>Runs the TypeScript client's tests against this API.</summary>
[Collection(typeof(Undisturbed))]
public sealed class TypeScriptClientTests(TestSystem system)
{
    [Fact]
    public async Task The_client_passes_its_tests_against_the_API()
    {
        NodePrograms.SkipUnlessInstalled();
        await using var requiring = await system.StartApiAsync(
            system.Settings.Patience, ("Accounts__SecondFactor", "Required"));
        await using var limited = await system.StartApiAsync(
            system.Settings.Patience, ("RateLimits__Login__Permits", "1"), ("RateLimits__Login__Window", "00:00:01"));

        var run = await ChildProcess.CaptureAsync(
            NodePrograms.Node(
                "clients/typescript",
                new Dictionary<string, string>
                {
                    ["SECUREAUTH_URL"] = AddressOf(await system.ReplicaAsync()),
                    ["SECUREAUTH_REQUIRING_URL"] = AddressOf(requiring),
                    ["SECUREAUTH_LIMITED_URL"] = AddressOf(limited),
                },
                "--test", "--test-force-exit", "--test-timeout=60000", "--test-reporter=spec",
                "test/stack/sign-in.test.mjs", "test/stack/refresh.test.mjs"),
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("fail 0", run.Output, StringComparison.Ordinal);
    }

    private static string AddressOf(RunningApi api) => api.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>A client gives up on an answer after seconds, and must not do so because of other tests.</summary>
    [CollectionDefinition(DisableParallelization = true)]
    public sealed class Undisturbed;
}
