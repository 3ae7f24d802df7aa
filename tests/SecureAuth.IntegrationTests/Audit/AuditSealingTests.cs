using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>The background sealing: two instances, writers that commit late, and crashes.</summary>
public sealed class AuditSealingTests(TestSystem system)
{
    [Fact]
    public async Task Two_instances_seal_each_row_once_under_parallel_writers()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        (string, string) patient = own.Settings.Patience;
        await using var one = await own.StartProcessAsync(patient);
        await using var other = await own.StartProcessAsync(patient);
        var client = new TestClient(one);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var responses = await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(i => (Func<Task<Response>>)(() =>
                client.Through(i % 2 == 0 ? one : other).LoginAsync(NewUser.Create()))));

            // Fifty first requests of two new processes may be more than they can answer in time.
            Assert.All(
                responses,
                response => Assert.Contains(
                    response.Code, new[] { "invalid_credentials", "server_busy", "service_unavailable" }));
        }

        await own.Database.IsSealedAsync();

        var events = await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_events");
        Assert.True(events >= Race.Callers * Race.Rounds / 2, $"{events} events");
        Assert.Equal(
            events,
            await own.Database.ScalarAsync<long>("SELECT sum(event_count + refresh_count)::bigint FROM audit_seals"));
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task A_row_that_is_committed_late_is_sealed_later_and_nobody_waits_for_it()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        await own.Database.IsSealedAsync();
        long late;
        await using (var connection = new Npgsql.NpgsqlConnection(own.Settings.Owner + ";Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new Npgsql.NpgsqlCommand(
                "INSERT INTO audit_events (event, outcome, actor_kind, trace_id) VALUES (200, 1, 1, 'late') RETURNING id",
                connection);
            late = (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            await SignedInUser.CreateAsync(new TestClient(api));
            await own.Database.IsSealedAsync();
            await own.IsIntactAsync();
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        await own.IsIntactAsync();
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM audit_seals WHERE $1 = ANY(event_ids) AND to_id > $1", late) == 1,
            "the late row is sealed");
        await own.IsIntactAsync();
        Assert.Equal(
            0L, await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM audit_gaps WHERE $1 BETWEEN first_id AND last_id", late));
    }

    [Fact]
    public async Task A_crash_in_the_middle_leaves_nothing_half_sealed()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, trace_id)
            SELECT 200, 1, 1, 'x' FROM generate_series(1, 20000)
            """);
        for (var i = 1; i <= 3; i++)
        {
            await using var crashing = await own.StartProcessAsync();
            var before = i * 5000L;
            await Eventually.IsTrueAsync(
                async () => await own.Database.ScalarAsync<long>("SELECT COALESCE(max(to_id), 0) FROM audit_seals") >= before,
                "some rows are sealed");
            await crashing.KillAsync();
        }

        await using var api = await own.StartApiAsync();
        await own.Database.IsSealedAsync();
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task The_unsealed_end_is_at_most_five_seconds()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);
        for (var i = 0; i < 30; i++)
        {
            await client.LoginAsync(NewUser.Create());
            await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        }

        await own.Database.IsSealedAsync();

        var slowest = await own.Database.ScalarAsync<TimeSpan>(
            """
            SELECT max(s.sealed_at - s.oldest_at) FROM audit_seals s
            WHERE s.number > (SELECT min(number) FROM audit_seals)
            """);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_instance_with_another_master_key_does_not_seal()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using (await own.StartApiAsync())
        {
            await own.Database.IsSealedAsync();
        }

        var last = await own.LastSealAsync();
        await own.Database.ExecuteAsync(
            "INSERT INTO audit_events (event, outcome, actor_kind, trace_id) VALUES (200, 1, 1, 'x')");
        var settings = own.Settings.ForApi();
        settings["Keys__Master__0"] = Settings.NewKey();
        await using var wrong = await ApiProcess.LaunchAsync(settings);
        await Eventually.IsTrueAsync(() => wrong.Log.Contains("which is not configured"), "it has noticed");
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(last, await own.LastSealAsync());
    }

    [Fact]
    public async Task Any_number_of_gaps_keeps_no_row_from_being_sealed_and_they_close()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using (var role = new Database(own.Settings.Api))
        {
            await role.ExecuteAsync(
                """
                INSERT INTO audit_gaps SELECT n, n + 5000, now() - interval '2 hours' FROM generate_series(1000, 300000) n
                """);
        }

        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, trace_id)
            SELECT 200, 1, 1, 'x' FROM generate_series(1, 20000)
            """);
        await using var api = await own.StartApiAsync();

        await own.Database.IsSealedAsync();
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_gaps") < 300_000,
            "gaps are closed",
            TimeSpan.FromMinutes(2));
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task Overlapping_gaps_keep_no_row_from_being_sealed()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        await own.Database.IsSealedAsync();
        var first = await own.Database.ScalarAsync<long>(
            "SELECT min(id) FROM (SELECT nextval('audit_events_id_seq') AS id FROM generate_series(1, 4)) ids");
        await SignedInUser.CreateAsync(new TestClient(api));
        await own.Database.IsSealedAsync();

        await own.Database.ExecuteAsync(
            $"""
            INSERT INTO audit_gaps SELECT id, {first + 3}, now() FROM generate_series({first + 1}, {first + 3}) id;
            INSERT INTO audit_events (id, event, outcome, actor_kind, trace_id)
            VALUES ({first}, 200, 1, 1, 'x'), ({first + 2}, 200, 1, 1, 'x');
            """);

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM audit_seals WHERE event_ids @> ARRAY[$1, $1 + 2]", first) == 1,
            "both rows are sealed");
        await own.IsIntactAsync();
        await SignedInUser.CreateAsync(new TestClient(api));
        await own.Database.IsSealedAsync();
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task Holes_between_old_rows_open_no_gaps()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id)
            SELECT now() - interval '2 days', 200, 1, 1, 'x' FROM generate_series(1, 1000) n
            WHERE nextval('audit_events_id_seq') > 0
            """);
        var last = await own.Database.ScalarAsync<long>("SELECT max(id) FROM audit_events");
        await using var api = await own.StartApiAsync();
        await own.Database.IsSealedAsync();

        Assert.Equal(0L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_gaps WHERE first_id < $1", last));
        Assert.True(last > 2000);
    }
}
