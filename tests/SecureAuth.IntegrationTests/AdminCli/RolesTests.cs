using System.Diagnostics.CodeAnalysis;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The roles that <c>migrate</c> creates and maintains, and its repair of excessive and missing rights.</summary>
public sealed class RolesTests(TestSystem system)
{
    [Fact]
    [SuppressMessage("Security", "CA2100", Justification = "The role's name is made here.")]
    public async Task Parallel_migrations_on_one_server_that_set_one_roles_password_all_succeed()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "No role is created on a configured server.");
        const int databases = 5;
        var role = $"shared_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await system.Database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'old'");
        var all = await Task.WhenAll(Enumerable.Range(0, databases).Select(_ => OwnDatabase.CreateAsync(system)));
        try
        {
            // All migrations find the password wrong and wait for the row that this transaction has locked. None waits for long
            // at a time, so they are not always seen together.
            await using var holder = new NpgsqlConnection(system.Postgres.OwnerConnection);
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var hold = new NpgsqlCommand($"ALTER ROLE {role} CONNECTION LIMIT 90", holder, transaction))
            {
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            var runs = all.Select(own => Cli.RunAsync(As(own, role, "new"), "", "migrate")).ToList();
            var waiting = new HashSet<string>();
            await Eventually.IsTrueAsync(
                async () =>
                {
                    var seen = await system.Database.RowsAsync(
                        "SELECT datname::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1",
                        $"%{role}%");
                    waiting.UnionWith(seen.Select(row => (string)row["datname"]!));
                    return waiting.Count == databases;
                },
                "all migrations have waited for the row");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);

            Assert.All(await Task.WhenAll(runs), run => Assert.True(run.ExitCode == 0, run.ToString()));
            // A pooler in front of the server has no password for this role.
            var direct = new NpgsqlConnectionStringBuilder(As(all[0], role, "new")["ConnectionStrings__secureauth"])
            {
                Port = system.Postgres.Server.Port,
            };
            await using var login = new Database(direct.ConnectionString);
            Assert.Equal(1, await login.ScalarAsync<int>("SELECT 1"));
        }
        finally
        {
            foreach (var own in all)
            {
                await own.DisposeAsync();
            }

            await system.Database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Parallel_first_migrations_on_one_server_create_the_role_once()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "No role is created on a configured server.");
        var role = $"first_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OwnDatabase.CreateEmptyAsync(system)));

        var runs = await Task.WhenAll(all.Select(own => Cli.RunAsync(As(own, role, "new"), "", "migrate")));

        foreach (var own in all)
        {
            await own.DisposeAsync();
        }

        await system.Database.ExecuteAsync($"DROP ROLE {role}");
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
    }

    [Fact]
    public async Task Migrate_is_recorded_once_if_it_changed_anything_and_not_otherwise()
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);
        await own.MigrateAsync();
        var row = Assert.Single(await own.Database.AuditWhereAsync("true"));
        Assert.Equal(
            (AuditEvent.Migrated, AuditOutcome.Success, ActorKind.Operator), (row.Event, row.Outcome, row.ActorKind));
        Assert.Equal($"{Environment.UserName}@{Environment.MachineName}", row.ActorName);
        Assert.Null(row.Reason);

        await own.MigrateAsync();
        Assert.Equal(1L, await RowsOfMigrateAsync(own));

        await own.Database.ExecuteAsync("GRANT DELETE ON roles TO secureauth_api");
        await own.MigrateAsync();
        Assert.Equal(2L, await RowsOfMigrateAsync(own));
        Assert.False(await own.Database.ScalarAsync<bool>("SELECT has_table_privilege('secureauth_api', 'roles', 'DELETE')"));

        await own.Database.ExecuteAsync("REVOKE UPDATE (is_active) ON users FROM secureauth_operator");
        await own.MigrateAsync();
        Assert.Equal(3L, await RowsOfMigrateAsync(own));
    }

    [Fact]
    public async Task After_a_restore_without_privileges_the_functions_of_the_owner_are_no_way_to_erase_traces()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            "GRANT EXECUTE ON FUNCTION erase_user(), purge_audit(interval, integer) TO PUBLIC");
        await using var api = await own.StartApiAsync();
        await using var role = new Database(own.Settings.Api);

        Assert.Contains("EXECUTE on erase_user()", await WarningAsync(api), StringComparison.Ordinal);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => role.ExecuteAsync(
            $"""
            CREATE TEMPORARY TABLE intruder (id uuid);
            INSERT INTO intruder VALUES ('{user.Id}');
            CREATE TRIGGER intruder BEFORE DELETE ON intruder FOR EACH ROW EXECUTE FUNCTION erase_user();
            DELETE FROM intruder;
            """));
        Assert.Contains("for the table users alone", error.MessageText, StringComparison.Ordinal);
        Assert.NotNull((await own.Database.AuditOfUserAsync(user.Id))[0].Address);

        var before = await RowsOfMigrateAsync(own);
        await own.MigrateAsync();
        Assert.Equal(before + 1, await RowsOfMigrateAsync(own));
        Assert.False(await MayCallAsync("secureauth_api", "erase_user()"));
        Assert.False(await MayCallAsync("secureauth_operator", "purge_audit(interval, integer)"));
        Assert.True(await MayCallAsync("secureauth_api", "purge_audit(interval, integer)"));

        Task<bool> MayCallAsync(string name, string function) => own.Database.ScalarAsync<bool>(
            "SELECT has_function_privilege($1, $2, 'EXECUTE')", name, function);
    }

    [Fact]
    public async Task A_migration_that_cannot_be_recorded_is_rolled_back()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse();
            GRANT DELETE ON roles TO secureauth_api;
            """);

        var run = await Cli.RunAsync(own.Settings.ForMigration(), "", "migrate");

        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Messages.Trim().Split('\n'));
        Assert.True(await own.Database.ScalarAsync<bool>("SELECT has_table_privilege('secureauth_api', 'roles', 'DELETE')"));
    }

    [Fact]
    public async Task Without_the_operators_connection_a_command_reports_the_missing_right_in_one_line()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "The configured server's roles are its operator's.");
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var settings = system.Settings.ForOperators();
        settings.Remove("ConnectionStrings__operator");

        var shown = await Cli.RunAsync(settings, "", "users", "show", user.Account.Email);
        var disabled = await Cli.RunAsync(settings, "", "users", "disable", user.Account.Email, "--yes");

        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Equal(1, disabled.ExitCode);
        Assert.Empty(disabled.Output);
        var line = Assert.Single(disabled.Messages.Trim().Split('\n'));
        Assert.Contains("permission denied for table users", line, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__operator", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_whose_role_has_excessive_rights_warns_once_and_runs()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            "GRANT DELETE ON roles TO secureauth_api; GRANT UPDATE (is_active, created_at) ON users TO secureauth_api");
        await using var strong = await own.StartApiAsync();
        var owner = own.Settings.ForApi();
        owner["ConnectionStrings__secureauth"] = own.Settings.ForMigration()["ConnectionStrings__migrations"];
        await using var owning = await HostedApi.StartAsync(owner);

        var warning = await WarningAsync(strong);
        Assert.Contains("DELETE on roles", warning, StringComparison.Ordinal);
        Assert.Contains("UPDATE on users (created_at, is_active)", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("sessions", warning, StringComparison.Ordinal);
        Assert.Contains("owns tables", await WarningAsync(owning), StringComparison.Ordinal);
        Assert.DoesNotContain(system.Api.Log.All, line => line.Contains("more than the API needs", StringComparison.Ordinal));
    }

    private static async Task<string> WarningAsync(RunningApi api)
    {
        await Eventually.IsTrueAsync(() => api.Log.Contains("more than the API needs"), "the API warns");
        var record = Assert.Single(
            api.Log.Records,
            r => r.GetProperty("Message").GetString()!.Contains("more than the API needs", StringComparison.Ordinal));
        Assert.Equal("Warning", record.GetProperty("LogLevel").GetString());
        return record.GetProperty("Message").GetString()!;
    }

    private static Dictionary<string, string> As(OwnDatabase own, string role, string password)
    {
        var settings = own.Settings.ForMigration();
        var api = new NpgsqlConnectionStringBuilder(settings["ConnectionStrings__secureauth"])
        {
            Username = role,
            Password = password,
        };
        settings["ConnectionStrings__secureauth"] = api.ConnectionString;
        return settings;
    }

    private static Task<long> RowsOfMigrateAsync(OwnDatabase own) =>
        own.Database.AuditCountWhereAsync("event = $1", AuditEvent.Migrated);
}
