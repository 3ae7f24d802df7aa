using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>
/// A database whose audit is sealed: events of users, refreshes, a deleted user, and some batches of many rows. No process is
/// connected to it. Every test breaks a copy of its own.
/// </summary>
public sealed class SealedAudit(TestSystem system) : OptionalFixture
{
    private OwnDatabase? _own;

    internal Guid User { get; private set; }

    internal Guid Deleted { get; private set; }

    private protected override async Task StartAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        await using var api = await _own.StartApiAsync();
        var client = new TestClient(api);
        var user = await (await SignedInUser.CreateAsync(client)).RefreshedAsync();
        var leaving = await SignedInUser.CreateAsync(client);
        (User, Deleted) = (user.Id, leaving.Id);

        // A transaction that was rolled back leaves a gap.
        await _own.Database.ExecuteAsync("SELECT nextval('audit_events_id_seq')");
        await user.RefreshedAsync();
        await _own.Database.IsSealedAsync();
        var deleted = await client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, leaving.AccessToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        await _own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, actor_name, trace_id)
            SELECT CASE WHEN n % 4 = 0 THEN 300 ELSE 200 END, 1, 1, 'many', 'x' FROM generate_series(1, 1200) n
            """);
        await _own.Database.IsSealedAsync();
    }

    internal async Task<OwnDatabase> CopyAsync() => await Started(_own).CopyAsync();

    public override ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
