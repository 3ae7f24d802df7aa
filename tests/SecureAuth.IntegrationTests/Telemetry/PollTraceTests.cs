using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Telemetry;

[Collection(typeof(ObservedApiTests))]
public sealed class PollTraceTests(ObservedApi observed)
{
    /// <summary>Several polls.</summary>
    private static readonly TimeSpan Polls = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Copying_a_revocation_is_one_span_with_its_reason()
    {
        await Task.Delay(Polls, TestContext.Current.CancellationToken);
        var user = await SignedInUser.CreateAsync(observed.NewClient());
        var before = TimeProvider.System.GetUtcNow();

        // A sign-out is stored in Redis at once, so only a revocation by someone who cannot reach Redis is left to copy.
        await observed.Own.Database.ExecuteAsync(
            "UPDATE sessions SET revoked_at = clock_timestamp(), revoked_xid = pg_current_xact_id() WHERE id = $1",
            user.SessionId);
        await Task.Delay(Polls, TestContext.Current.CancellationToken);

        var copy = Trace.Of(observed.Collector, span => span.Name == "copy revocations" && span.Start >= before);
        copy.IsComplete();
        Assert.Equal("revocations copied: 1", copy.Root.Attributes.Text("secureauth.reason"));
    }
}
