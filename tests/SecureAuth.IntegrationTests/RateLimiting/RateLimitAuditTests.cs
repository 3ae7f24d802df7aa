using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.RateLimiting;

[Collection(typeof(LimitedApi))]
public sealed class RateLimitAuditTests(TestSystem system, LimitedApi limited)
{
    [Fact]
    public async Task A_flood_leaves_one_audit_row_per_bucket()
    {
        var client = limited.NewClient();
        for (var call = 0; call < 20; call++)
        {
            await client.PostAsync("/api/v1/auth/register", new { });
        }

        for (var call = 0; call < 20; call++)
        {
            await client.PostAsync("/api/v1/auth/login", new { });
        }

        // A queue writes the rows in order: the second bucket's row comes after all rows of the first.
        await Eventually.IsTrueAsync(
            async () => (await RowsAsync(client)).Any(row => row.Reason == "login"), "the row of the second bucket is written");
        var rows = await RowsAsync(client);
        Assert.Equal(["register", "login"], rows.Select(row => row.Reason));
        Assert.All(rows, row =>
        {
            Assert.Equal(AuditOutcome.Refused, row.Outcome);
            Assert.Equal(ActorKind.Client, row.ActorKind);
            Assert.Equal(client.UserAgent, row.UserAgent);
            Assert.NotNull(row.RequestId);
            Assert.Matches("^[0-9a-f]{32}$", row.TraceId);
        });
    }

    private Task<IReadOnlyList<AuditTrailRow>> RowsAsync(TestClient client) =>
        system.Database.AuditWhereAsync("event = $1 AND address = $2::inet", AuditEvent.RateLimited, client.Address);
}
