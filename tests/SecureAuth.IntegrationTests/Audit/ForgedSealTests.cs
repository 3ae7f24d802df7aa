using Npgsql;
using SecureAuth.IntegrationTests.Diagnosis;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>Seals that somebody has inserted who has taken over the role of the API, but lacks the master key.</summary>
public sealed class ForgedSealTests(SealedAudit audit) : IClassFixture<SealedAudit>
{
    [Theory]
    [InlineData("9223372036854775807", "digest", "mac")]
    [InlineData("to_id + 1", "digest", "mac")]
    [InlineData("9223372036854775807", "sha256('x')", "sha256('x')")]
    [InlineData("to_id", "sha256('x')", "mac")]
    public async Task A_forged_seal_is_not_followed_and_everybody_is_told(string toId, string digest, string mac)
    {
        await using var own = await audit.CopyAsync();
        var last = await own.Database.ScalarAsync<long>("SELECT max(number) FROM audit_seals");
        await using (var role = new Database(own.Settings.Api))
        {
            await role.ExecuteAsync(Insert("number + 1", toId, "event_count", "oldest_at", digest, mac));
        }

        Assert.Equal("seal_changed", (await own.FindAsync()).Kind());
        var doctor = new DoctorReport(await Cli.RunAsync(own.Settings, "doctor", "--output", "json"));
        doctor.Finds("audit_seals", "wrong", $"seal {last + 1} is forged", "audit verify");

        await using var api = await own.StartApiAsync();
        await SignedInUser.CreateAsync(new TestClient(api));
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(last + 1, await own.Database.ScalarAsync<long>("SELECT max(number) FROM audit_seals"));

        // The repair that the guide describes.
        await own.Database.ExecuteAsync(
            $"""
            ALTER TABLE audit_seals DISABLE TRIGGER USER;
            DELETE FROM audit_seals WHERE number > {last};
            ALTER TABLE audit_seals ENABLE TRIGGER USER;
            """);
        await own.Database.IsSealedAsync();
        await own.IsIntactAsync();
    }

    [Theory]
    [InlineData("0", "to_id", "event_count", "oldest_at")]
    [InlineData("number + 2", "to_id", "event_count", "oldest_at")]
    [InlineData("number + 1", "0", "event_count", "oldest_at")]
    [InlineData("number + 1", "to_id", "2147483647", "oldest_at")]
    [InlineData("number + 1", "to_id", "-1", "oldest_at")]
    [InlineData("number + 1", "to_id", "event_count", "'-infinity'")]
    public async Task Impossible_seals_are_refused(string number, string toId, string events, string time)
    {
        await using var own = await audit.CopyAsync();
        await using var role = new Database(own.Settings.Api);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => role.ExecuteAsync(Insert(number, toId, events, time, "digest", "mac")));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("1, 20000, now()")]
    [InlineData("1, 9223372036854775807, now()")]
    [InlineData("0, 1, now()")]
    [InlineData("2, 1, now()")]
    [InlineData("1, 1, 'infinity'")]
    public async Task Impossible_gaps_are_refused(string values)
    {
        await using var own = await audit.CopyAsync();
        await own.Database.ExecuteAsync("DELETE FROM audit_gaps");
        await using var role = new Database(own.Settings.Api);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => role.ExecuteAsync($"INSERT INTO audit_gaps VALUES ({values})"));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    private static string Insert(string number, string toId, string events, string time, string digest, string mac) =>
        $"""
        INSERT INTO audit_seals SELECT {number}, sealed_at, {toId}, {time}, newest_at, {events}, event_root, event_ids,
            event_marks, refresh_count, refresh_root, refresh_ids, refresh_marks, {digest}, key, {mac}
        FROM audit_seals ORDER BY number DESC LIMIT 1
        """;
}
