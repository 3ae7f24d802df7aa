using System.Net;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Secrets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>No statement becomes slower because there are more users.</summary>
public sealed partial class QueryPlanTests(ExplainedSystem explained) : IClassFixture<ExplainedSystem>
{
    /// <summary>
    /// The tables with a few rows, whatever the number of users, beside PostgreSQL's own. Reading all rows is their best plan.
    /// </summary>
    private static readonly HashSet<string> SmallTables =
    [
        "roles", "token_epoch", "signing_keys", "server_secrets", "data_protection_keys", "__EFMigrationsHistory", "audit_gaps",
        "audit_beginning", "replicas",
    ];

    /// <summary>They read a few rows in the order of an index, up to a limit, and so need no condition.</summary>
    private static readonly HashSet<string> InOrder =
        ["count seals", "read audit sealing", "list audit events", "export audit events", "list invitations"];

    /// <summary>They show that the plans of both programs and of the background are there.</summary>
    private static readonly string[] Expected =
    [
        "insert session", "rotate refresh token", "find user", "list sessions", "evict sessions", "reserve attempt",
        "end sessions", "insert challenge", "find revocations", "list revocations", "inspect refresh token", "purge sessions",
        "purge attempts", "find seals to purge",
        "count seals", "read audit sealing", "prepare audit partitions",
        "purge usernames", "purge role changes", "change roles", "delete user role", "find attempts",
        "purge challenges", "purge authenticator set-ups", "purge passkey challenges", "use passkey challenge", "find passkey",
        "use passkey",
        "insert passkey", "list passkeys", "delete passkey", "list users", "list events", "count sessions", "end all sessions",
        "unlock account", "delete user", "detach attempts", "list challenges",
        "remember device", "forget devices", "list devices",
        "lease mails", "admit mail", "read outbox", "purge mails", "purge one-time tokens", "purge mailed codes",
        "find unverified accounts", "purge unverified accounts", "list mails", "use one-time token",
        "update e-mail", "check e-mail", "find restore token", "use restore token", "end restore tokens", "keep mails at address",
        "check e-mail requests", "check restore tokens",
        "replace invitation", "count invitations", "renew invitation", "find invitation", "redeem invitation",
        "purge invitations", "delete invitation",
    ];

    /// <summary>PostgreSQL may use the same plan for all values of a prepared statement, after some executions.</summary>
    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task Every_statement_reads_only_the_rows_that_it_needs_and_every_index_is_used(string planCacheMode)
    {
        await explained.RestartAsync(planCacheMode);
        await new EveryFlow(
            explained.NewClient(), explained.Database, explained.Settings.ForOperators(), explained.Settings.MailFolder,
            explained.Settings.ServiceSecret).RunAsync();
        await UseSessionsAsync();
        await RunEveryCommandAsync();
        await PurgeUnverifiedAccountAsync();
        await Eventually.IsTrueAsync(
            async () => await explained.Database.ScalarAsync<long>(
                """
                SELECT (SELECT count(*) FROM second_factor_challenges WHERE expires_at < now() - interval '1 day')
                    + (SELECT count(*) FROM passkey_challenges WHERE expires_at < now())
                """) == 0,
            "the expired rows are purged");

        var plans = await explained.PlansAsync();
        var empty = await EmptyPartitionsAsync();

        Assert.Equal(planCacheMode == "force_generic_plan", plans.Any(IsGeneric));
        Assert.All(Expected, name => Assert.Contains(plans, plan => plan.Name == name));
        Assert.All(
            plans.Where(plan => plan.IsNamed && !InOrder.Contains(plan.Name))
                .DistinctBy(plan => (plan.Name, ReadsWholeTable(plan, empty))),
            plan => Assert.False(ReadsWholeTable(plan, empty), plan.ToString()));
        var indexes = await explained.Database.RowsAsync(
            """
            SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique AND i.indrelid::regclass::text <> ALL($1)
            """,
            (object)empty.ToArray());
        Assert.NotEmpty(indexes);
        Assert.All(
            indexes.Select(index => (string)index["relname"]!),
            index => Assert.Contains(plans, plan => plan.Text.Contains($" {index} ", StringComparison.Ordinal)));
    }

    /// <summary>Only an instance that requires verified addresses deletes such accounts.</summary>
    private async Task PurgeUnverifiedAccountAsync()
    {
        var user = await NewUser.RegisterAsync(explained.NewClient());
        await explained.Database.ExecuteAsync(
            "UPDATE users SET created_at = created_at - interval '31 days' WHERE email = $1", user.Email);
        await using var requiring = await HostedApi.StartAsync(
            explained.Settings.ForApi(("Accounts__EmailVerification", "Required")));
        await Eventually.IsTrueAsync(
            async () => await explained.Database.ScalarAsync<long>(
                "SELECT count(*) FROM users WHERE email = $1", user.Email) == 0,
            "the account is deleted");
    }

    private async Task UseSessionsAsync()
    {
        var client = explained.NewClient();
        var user = await SignedInUser.CreateAsync(client);
        var second = await user.SignInAgainAsync();
        await user.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.SessionsAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.AccessToken)).Status);
        foreach (var path in new[] { "/api/v1/users/me/activity", "/api/v1/users/me/export" })
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path, user.AccessToken)).Status);
        }

        var leaving = await SignedInUser.CreateAsync(client);
        var deleted = await client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, leaving.AccessToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.EndSessionAsync(user.AccessToken, second.SessionId)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.EndOtherSessionsAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.LogoutAsync(user.AccessToken, all: true)).Status);

        // An unknown account, until it is locked.
        var stranger = NewUser.Create();
        Response response;
        do
        {
            response = await client.LoginAsync(stranger);
        }
        while (response.Status == HttpStatusCode.Unauthorized);

        Problems.Is("account_locked", response);
    }

    private async Task RunEveryCommandAsync()
    {
        var client = explained.NewClient();
        var user = await EnrolledUser.CreateAsync(explained.Database, client);
        var name = user.User.Account.Email;
        var session = await SignedInUser.CreateAsync(client);
        var operators = explained.Settings.ForOperators();
        var password = NewUser.StrongPassword();
        string[][] lists =
        [
            ["users", "list", "--after", user.Id.ToString()],
            ["users", "list", "--locked"],
            ["users", "list", "--disabled"],
            ["users", "list", "--role", "everybody"],
            ["users", "list", "--role", "few"],
            ["users", "list", "--role", "few", "--locked", "--disabled"],
            ["users", "show", name],
            ["sessions", "list", name],
            ["users", "invitations"],
            ["users", "invitations", "--before", user.Id.ToString()],
            ["mail", "list"],
            ["mail", "list", "--failed"],
            ["keys", "list"],
            ["audit", "list", "--limit", "10"],
            ["audit", "list", "--user", user.Id.ToString()],
            ["audit", "export", "--since", "1m"],
        ];
        await Task.WhenAll(lists.Select(RunAsync));
        string[][] changes =
        [
            ["users", "unlock", name, "--yes"],
            ["users", "reset-2fa", name, "--yes"],
            ["users", "disable", name, "--yes"],
            ["users", "create", NewUser.Create().Email, "--role", "few", "--password-stdin", "--yes"],
            ["tokens", "revoke", "--user", name, "--yes"],
            ["tokens", "revoke", "--session", session.SessionId.ToString(), "--yes"],
            ["tokens", "revoke", "--refresh-token-stdin", "--yes"],
            ["users", "invite", "invited1@users.test", "--role", "few"],
            ["users", "uninvite", "invited1@users.test"],
            ["users", "grant", session.Account.Email, "few"],
            ["users", "ungrant", session.Account.Email, "few"],
            ["limits", "show", session.Account.Email],
            ["limits", "reset", session.Account.Email],
            ["users", "delete", name, "--yes"],
            ["tokens", "revoke", "--all", "--yes"],
            ["tokens", "revoke", "--all", "--dry-run"],
            ["keys", "rewrap", "--dry-run"],
            ["keys", "rotate"],
        ];
        foreach (var command in changes)
        {
            await RunAsync(command);
        }

        async Task RunAsync(string[] command)
        {
            var input = command.Contains("--refresh-token-stdin") ? session.RefreshToken : password;
            var result = await Cli.RunAsync(operators, input + "\n", command);
            Assert.True(result.ExitCode == 0, $"secureauth {string.Join(' ', command)}: {result}");
        }
    }

    private static bool IsGeneric(QueryPlan plan) =>
        plan.Name == "rotate refresh token" && plan.Text.Contains("Index Cond: (id = $", StringComparison.Ordinal);

    /// <summary>The partitions of the next months, and the one for everything else.</summary>
    private async Task<HashSet<string>> EmptyPartitionsAsync()
    {
        var partitions = await explained.Database.RowsAsync(
            "SELECT relname::text FROM pg_class WHERE relispartition AND relkind = 'r' AND relname <> 'audit_events_first'");
        Assert.NotEmpty(partitions);
        return [.. partitions.Select(partition => (string)partition["relname"]!)];
    }

    private static bool ReadsWholeTable(QueryPlan plan, HashSet<string> empty) => WholeTable().Matches(plan.Text)
        .Select(match => match.Groups["table"].Value.Trim('"'))
        .Any(table => !SmallTables.Contains(table) && !empty.Contains(table)
            && !table.StartsWith("pg_", StringComparison.Ordinal));

    /// <summary>A sequential scan, or a scan of an index from one end to the other, which has no condition.</summary>
    [GeneratedRegex(
        @"Seq Scan on (?<table>\S+)|Index (Only )?Scan (Backward )?using \S+ on (?<table>\S+)[^\n]*\n(?!\s*Index Cond)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex WholeTable();
}
