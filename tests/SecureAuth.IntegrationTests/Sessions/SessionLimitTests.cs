using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

/// <summary>Two replicas that allow three sessions per user.</summary>
public sealed class SessionLimitTests(TestSystem system, SessionLimitTests.LimitedReplicas replicas)
    : IClassFixture<SessionLimitTests.LimitedReplicas>
{
    private const int Limit = 3;

    [Fact]
    public async Task The_limit_ends_the_least_recently_used_session()
    {
        var first = await SignedInUser.CreateAsync(new TestClient(replicas.First));
        var second = await first.SignInAgainAsync();
        var third = await first.SignInAgainAsync();
        first = await first.RefreshedAsync();
        var fourth = await first.SignInAgainAsync();

        await second.IsRefusedWithinASecondAsync(replicas.First, replicas.Second);
        Assert.Equal([fourth.SessionId, first.SessionId, third.SessionId], await first.SessionIdsAsync());
        var row = Assert.Single(await system.Database.AuditOfUserAsync(first.Id), row => row.Event == AuditEvent.SessionEvicted);
        Assert.Equal(second.SessionId, row.SessionId);
    }

    [Fact]
    public async Task Parallel_sign_ins_leave_exactly_the_limit()
    {
        var user = await SignedInUser.CreateAsync(new TestClient(replicas.First));
        var responses = await Race.RunAsync(
            user.Client, (client, _) => client.LoginAsync(user.Account), replicas.First, replicas.Second);
        Assert.All(responses, response => Assert.True(response.Status == HttpStatusCode.OK, response.ToString()));
        Assert.Equal(Limit, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", user.Id));
        Assert.Equal(Race.Callers + 1 - Limit, await system.Database.AuditCountOfUserAsync(AuditEvent.SessionEvicted, user.Id));
    }

    /// <summary>The instances are patient because fifty callers wait for one user's row.</summary>
    public sealed class LimitedReplicas(TestSystem system) : IAsyncLifetime
    {
        internal ApiProcess First { get; private set; } = null!;

        internal ApiProcess Second { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            First = await system.StartPatientProcessAsync(("Sessions__MaximumPerUser", $"{Limit}"));
            Second = await system.StartPatientProcessAsync(("Sessions__MaximumPerUser", $"{Limit}"));
        }

        public async ValueTask DisposeAsync()
        {
            await (First?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (Second?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
