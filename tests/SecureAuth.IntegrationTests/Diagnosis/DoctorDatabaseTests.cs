using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Diagnosis;

/// <summary>What can be wrong with PostgreSQL and with what it stores.</summary>
[Collection(typeof(DoctorPatients))]
public sealed class DoctorDatabaseTests(DoctorStack stack)
{
    [Fact]
    public async Task Pending_migrations_are_applied_by_the_remedy()
    {
        await stack.Database.ExecuteAsync("CREATE DATABASE fresh");
        var settings = stack.Settings.On("fresh");
        (string, string)[] changes =
        [
            ("ConnectionStrings__secureauth", settings.Api), ("ConnectionStrings__operator", settings.Operators!),
            ("ConnectionStrings__migrations", settings.Owner),
        ];
        (await stack.ExamineAsync(changes)).Finds("migrations", "wrong", "pending, starting with", "run secureauth migrate");

        await Cli.SucceedAsync(stack.Environment(changes), "migrate");

        (await stack.ExamineAsync(changes)).IsOk("migrations");
    }

    [Fact]
    public async Task A_migration_that_this_version_does_not_know_is_a_warning()
    {
        await stack.Database.ExecuteAsync(
            """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_FromTheFuture', '99.0.0')""");
        (await stack.ExamineAsync())
            .Finds("migrations", "warning", "29990101000000_FromTheFuture", "use the secureauth of the version");

        await stack.Database.ExecuteAsync("""DELETE FROM "__EFMigrationsHistory" WHERE migration_id LIKE '2999%'""");
        (await stack.ExamineAsync()).IsOk("migrations");
    }

    [Theory]
    [InlineData("api_role", "REVOKE DELETE ON sessions FROM secureauth_api", "DELETE on sessions")]
    [InlineData("api_role", "REVOKE INSERT ON audit_events FROM secureauth_api", "INSERT on audit_events (")]
    [InlineData("api_role", "REVOKE EXECUTE ON FUNCTION purge_audit(interval, integer) FROM secureauth_api", "purge_audit(")]
    [InlineData("operator_role", "REVOKE SELECT ON users FROM secureauth_operator", "SELECT on users (")]
    public async Task A_privilege_that_is_missing_comes_back_with_the_remedy(string id, string revocation, string missing)
    {
        await stack.Database.ExecuteAsync(revocation);
        (await stack.ExamineAsync()).Finds(id, "wrong", missing, "run secureauth migrate");

        await stack.MigrateAsync();

        (await stack.ExamineAsync()).IsOk(id);
    }

    [Theory]
    [InlineData("api_role", "secureauth_api")]
    [InlineData("operator_role", "secureauth_operator")]
    public async Task A_privilege_too_many_is_a_warning(string id, string role)
    {
        await stack.Database.ExecuteAsync($"GRANT DELETE ON audit_events TO {role}");
        (await stack.ExamineAsync()).Finds(id, "warning", "DELETE on audit_events", "revoke");

        await stack.Database.ExecuteAsync($"REVOKE DELETE ON audit_events FROM {role}");
        (await stack.ExamineAsync()).IsOk(id);
    }

    [Fact]
    public async Task Commands_with_the_role_of_the_API_and_migrations_with_a_superuser_are_warnings()
    {
        var report = await stack.ExamineAsync(
            ("ConnectionStrings__operator", stack.Settings.Api), ("ConnectionStrings__migrations", stack.SuperuserConnection));

        report.Finds("operator_role", "warning", "commands use the API's role", "ConnectionStrings__operator");
        report.Finds("owner_role", "warning", "postgres is a superuser", "owns the database");
    }

    [Fact]
    public async Task A_role_that_does_not_own_the_tables_cannot_migrate_them() =>
        (await stack.ExamineAsync(("ConnectionStrings__migrations", stack.Settings.Api)))
            .Finds("owner_role", "wrong", "does not own", "ConnectionStrings__migrations");

    [Theory]
    [InlineData("ALTER DATABASE secureauth SET synchronous_commit = off", "ALTER DATABASE secureauth RESET synchronous_commit")]
    [InlineData("ALTER ROLE secureauth_api SET synchronous_commit = off", "ALTER ROLE secureauth_api RESET synchronous_commit")]
    [InlineData("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM RESET fsync")]
    public async Task A_server_that_confirms_too_early_is_wrong(string harm, string remedy)
    {
        await stack.Superuser.ExecuteAsync(harm);
        await stack.Superuser.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.IsTrueAsync(
            async () => (await stack.ExamineAsync()).StatusOf("postgres_durability") == "wrong", "the harm is seen");
        (await stack.ExamineAsync()).Finds("postgres_durability", "wrong", "is off", "set it to on");

        await stack.Superuser.ExecuteAsync(remedy);
        await stack.Superuser.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.IsTrueAsync(
            async () => (await stack.ExamineAsync()).StatusOf("postgres_durability") == "ok", "the remedy helps");
    }

    [Fact]
    public async Task Connections_near_the_maximum_are_a_warning()
    {
        var most = await stack.Superuser.ScalarAsync<int>(
            "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int");
        await using (var source = NpgsqlDataSource.Create($"{stack.Settings.Owner};Maximum Pool Size={most}"))
        {
            var connections = new List<NpgsqlConnection>();
            var used = await stack.Superuser.ScalarAsync<long>("SELECT sum(numbackends)::bigint FROM pg_stat_database");
            while (connections.Count + used < (0.85 * most) - 1)
            {
                connections.Add(await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
            }

            (await stack.ExamineAsync()).Finds("postgres_connections", "warning", $"of {most} are in use", "max_connections");
            await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
        }

        await Eventually.IsTrueAsync(
            async () => (await stack.ExamineAsync()).StatusOf("postgres_connections") == "ok", "the connections are closed");
    }

    [Fact]
    public async Task A_replication_slot_without_a_reader_is_a_warning()
    {
        await stack.Superuser.ExecuteAsync("SELECT pg_create_physical_replication_slot('forgotten', true)");
        (await stack.ExamineAsync()).Finds(
            "postgres_replication", "warning", "the replication slot forgotten has no reader", "pg_drop_replication_slot");

        await stack.Superuser.ExecuteAsync("SELECT pg_drop_replication_slot('forgotten')");
        (await stack.ExamineAsync()).IsOk("postgres_replication");
    }

    [Fact]
    public async Task Expired_rows_that_nobody_deletes_are_a_warning_until_an_instance_runs()
    {
        await stack.Database.ExecuteAsync(
            """
            INSERT INTO passkey_challenges (token_hash, purpose, binding, state, expires_at)
            VALUES ('\x00', 1, '\x00', '', now() - interval '3 hours')
            """);
        (await stack.ExamineAsync()).Finds("purge", "warning", "passkey_challenges", "start an instance of the API");

        await using var api = await HostedApi.StartAsync(stack.Settings.ForApi());
        await Eventually.IsTrueAsync(
            async () => await stack.Database.ScalarAsync<long>("SELECT count(*) FROM passkey_challenges") == 0, "it is purged");
        (await stack.ExamineAsync()).IsOk("purge");
    }

    [Fact]
    public async Task A_mail_that_waits_is_wrong_and_one_that_failed_is_a_warning_until_it_is_tried_again()
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await stack.Database.ExecuteAsync(
            "INSERT INTO outbox (id, kind, recipient, queued_at) VALUES ($1, 1, 'a@b.test', now() - interval '1 hour')", id);
        (await stack.ExamineAsync()).Finds("mail", "wrong", "1 wait, the oldest for 60 minutes", "secureauth mail list");

        await stack.Database.ExecuteAsync(
            """
            UPDATE outbox SET failed_at = now(), next_attempt_at = 'infinity', last_error = 'refused',
                erase_at = now() + interval '1 day'
            WHERE id = $1
            """,
            id);
        (await stack.ExamineAsync()).Finds("mail", "warning", "1 could not be delivered", "secureauth mail retry");

        await Cli.SucceedAsync(stack.Environment(), "mail", "retry", id.ToString());
        (await stack.ExamineAsync()).IsOk("mail");
        await stack.Database.ExecuteAsync("DELETE FROM outbox");
    }

    [Fact]
    public async Task A_lost_signing_key_is_replaced_by_the_remedy()
    {
        await stack.Database.ExecuteAsync("DELETE FROM signing_keys");
        (await stack.ExamineAsync()).Finds("signing_keys", "wrong", "there is no signing key", "run secureauth migrate");

        await stack.MigrateAsync();

        (await stack.ExamineAsync()).IsOk("signing_keys");
    }

    [Fact]
    public async Task A_signing_key_that_nobody_replaces_is_a_warning()
    {
        await stack.Superuser.ExecuteAsync("UPDATE signing_keys SET activates_at = activates_at - interval '92 days'");
        (await stack.ExamineAsync()).Finds(
            "signing_keys", "warning", "longer than Keys__Signing__RotationInterval", "secureauth keys rotate");

        await stack.Superuser.ExecuteAsync("UPDATE signing_keys SET activates_at = activates_at + interval '92 days'");
        (await stack.ExamineAsync()).IsOk("signing_keys");
    }
}
