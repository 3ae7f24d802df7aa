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

        await user.Client.LogoutAsync(user.AccessToken);
        await Task.Delay(Polls, TestContext.Current.CancellationToken);

        var copy = Trace.Of(observed.Collector, span => span.Name == "copy revocations" && span.Start >= before);
        copy.IsComplete();
        Assert.NotEmpty(copy.Root.Attributes.Text("secureauth.reason") ?? "");
    }
}
