using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>The partitions of the audit by month.</summary>
public sealed class AuditPartitionTests(TestSystem system)
{
    private const string Partitions =
        """
        SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY inhrelid::regclass::text)
        FROM pg_inherits WHERE inhparent = 'audit_events'::regclass
        """;

    [Fact]
    public async Task The_role_of_the_API_prepares_the_next_two_months()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        var all = await own.Database.ScalarAsync<string>(Partitions);
        await own.Database.ExecuteAsync(
            """
            DO $$ DECLARE part regclass; BEGIN
                FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit_events'::regclass
                    AND inhrelid::regclass::text NOT IN ('audit_events_first', 'audit_events_default')
                LOOP EXECUTE format('DROP TABLE %s', part); END LOOP;
            END $$
            """);
        Assert.Equal("audit_events_default audit_events_first", await own.Database.ScalarAsync<string>(Partitions));

        await using var api = await own.StartApiAsync();

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<string>(Partitions) == all, "the partitions are there again");
        Assert.Equal(4, all!.Split(' ').Length);
    }

    [Fact]
    public async Task A_row_of_a_month_without_a_partition_is_inserted_sealed_and_found()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id)
            VALUES (now() + interval '1 year', 200, 1, 1, 'x')
            """);

        await using var api = await own.StartApiAsync();
        await own.Database.IsSealedAsync();

        Assert.Equal(1L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_events_default"));
        await own.IsIntactAsync();

        // The month is not prepared where its rows already are.
        await own.Database.ExecuteAsync("SELECT prepare_audit_partitions()");
    }

    [Fact]
    public async Task An_old_partition_is_dropped_once_it_is_empty()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            """
            ALTER TABLE audit_events DETACH PARTITION audit_events_first;
            DELETE FROM audit_events_first;
            ALTER TABLE audit_events ATTACH PARTITION audit_events_first FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
            INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id)
            VALUES ('2019-12-31', 200, 1, 1, 'x')
            """);
        await using var role = new Database(own.Settings.Api);
        await role.ExecuteAsync("SELECT prepare_audit_partitions()");
        Assert.Contains("audit_events_first", await own.Database.ScalarAsync<string>(Partitions), StringComparison.Ordinal);
        await own.Database.ExecuteAsync("DELETE FROM audit_events");

        await role.ExecuteAsync("SELECT prepare_audit_partitions()");

        Assert.DoesNotContain("audit_events_first", await own.Database.ScalarAsync<string>(Partitions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_partitions_refuse_changes_too()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        var partitions = await own.Database.RowsAsync(
            """
            SELECT i.inhrelid::regclass::text AS name, array_agg(t.tgname::text ORDER BY t.tgname) AS triggers
            FROM pg_inherits i JOIN pg_trigger t ON t.tgrelid = i.inhrelid
            WHERE i.inhparent = 'audit_events'::regclass GROUP BY 1
            """);

        Assert.Equal(4, partitions.Count);
        Assert.All(partitions, partition => Assert.Equal(
            ["refuse_audit_change"], (string[])partition["triggers"]!));
    }
}
