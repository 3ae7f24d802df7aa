using System.Net;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>A service that follows the feed knows every ended session.</summary>
public sealed class RevocationFeedTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();
    private readonly ServiceCaller _service = system.NewService();

    [Fact]
    public async Task A_new_list_has_the_sessions_that_ended_before()
    {
        var (ended, live) = (await SignedInUser.CreateAsync(_client), await SignedInUser.CreateAsync(_client));
        await _client.LogoutAsync(ended.AccessToken);

        var list = await _service.ListAsync();

        Assert.Contains(ended.SessionId, list.Sessions);
        Assert.DoesNotContain(live.SessionId, list.Sessions);
    }

    [Fact]
    public async Task What_ends_after_a_response_is_in_the_next_one()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var before = await _service.ListAsync();
        await _client.LogoutAsync(user.AccessToken);

        var after = await _service.PollAsync(before.Cursor);

        Assert.False(after.IsReset);
        Assert.False(after.HasMore);
        Assert.Contains(user.SessionId, after.Sessions);
        Assert.DoesNotContain(user.SessionId, (await _service.PollAsync(after.Cursor)).Sessions);
    }

    /// <summary>Each way to end a session, among them those that end many and the deletion of the user.</summary>
    [Fact]
    public async Task Every_way_to_end_a_session_is_reported()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var revoked = await user.SignInAgainAsync();
        var other = await user.SignInAgainAsync();
        var stolen = await user.SignInAgainAsync();
        var (deleted, disabled) = (await SignedInUser.CreateAsync(_client), await SignedInUser.CreateAsync(_client));
        var cursor = (await _service.ListAsync()).Cursor;

        await _client.EndSessionAsync(user.AccessToken, other.SessionId);
        await _service.RevokeAsync(revoked.AccessToken);
        await stolen.RefreshedAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", stolen.SessionId);
        Assert.Equal("refresh_token_reused", (await _client.RefreshAsync(stolen.RefreshToken)).Code);
        await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, deleted.AccessToken);
        await Cli.SucceedAsync(system.Settings.ForOperators(), "users", "disable", disabled.Account.Email, "--yes");
        await _client.LogoutAsync(user.AccessToken, all: true);

        var found = new HashSet<Guid>();
        Guid[] expected =
        [
            user.SessionId, revoked.SessionId, other.SessionId, stolen.SessionId, deleted.SessionId, disabled.SessionId,
        ];
        await Eventually.IsTrueAsync(
            async () =>
            {
                var page = await _service.PollAsync(cursor);
                cursor = page.Cursor;
                found.UnionWith(page.Sessions);
                return found.IsSupersetOf(expected);
            },
            "all sessions are reported");
    }

    [Fact]
    public async Task A_waiting_service_learns_of_a_sign_out_at_once()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var waiting = _service.WaitForAsync(user.SessionId, (await _service.ListAsync()).Cursor);

        await _client.LogoutAsync(user.AccessToken);

        await waiting.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_news_the_answer_comes_when_the_wait_is_over()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var service = system.NewService(api);
        var cursor = (await service.ListAsync()).Cursor;
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var page = await service.PollAsync(cursor, wait: 1);

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal((false, false, 0), (page.IsReset, page.HasMore, page.Sessions.Count));
    }

    /// <summary>
    /// The transaction gets its number first and commits last. A cursor that counts rows, times or numbers would be beyond it.
    /// </summary>
    [Fact]
    public async Task A_revocation_that_commits_late_is_not_missed()
    {
        var (late, early) = (await SignedInUser.CreateAsync(_client), await SignedInUser.CreateAsync(_client));
        var cursor = (await _service.ListAsync()).Cursor;
        await using var connection = new NpgsqlConnection(system.Settings.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var revoke = new NpgsqlCommand(
            "UPDATE sessions SET revoked_at = clock_timestamp(), revoked_xid = pg_current_xact_id() WHERE id = $1", connection)
        {
            Parameters = { new NpgsqlParameter { Value = late.SessionId } },
        };
        await revoke.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await _client.LogoutAsync(early.AccessToken);
        var first = await _service.WaitForAsync(early.SessionId, cursor);
        Assert.DoesNotContain(late.SessionId, first.Sessions);

        // A new list that is read while the transaction is open does not have it either, and continues with it.
        var list = await _service.ListAsync();
        Assert.DoesNotContain(late.SessionId, list.Sessions);
        var waiting = new[] { first.Cursor, list.Cursor }.Select(since => _service.WaitForAsync(late.SessionId, since)).ToList();
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        foreach (var page in await Task.WhenAll(waiting))
        {
            Assert.DoesNotContain(early.SessionId, page.Sessions);
        }
    }

    /// <summary>A long transaction, such as a migration of another application, must not let a service ask in a loop.</summary>
    [Fact]
    public async Task A_long_transaction_does_not_repeat_what_was_reported()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var service = system.NewService(api);
        await using var connection = new NpgsqlConnection(own.Settings.Owner + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var begin = new NpgsqlCommand("SELECT pg_current_xact_id()", connection);
        await begin.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var cursor = (await service.ListAsync()).Cursor;
        await user.Client.LogoutAsync(user.AccessToken);
        var page = await service.PollAsync(cursor, wait: 20);
        Assert.Equal([user.SessionId], page.Sessions);

        Assert.Empty((await service.PollAsync(page.Cursor, wait: 1)).Sessions);
    }

    [Fact]
    public async Task Signing_everybody_out_moves_the_epoch_and_wakes_who_waits()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var service = system.NewService(api);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var before = await service.ListAsync();
        Assert.Equal(0, before.Epoch);
        Assert.True(string.CompareOrdinal($"{user.SessionId}", before.FirstSession) > 0);
        var waiting = service.PollAsync(before.Cursor, wait: 25);

        await Cli.SucceedAsync(own.Settings.ForOperators(), "tokens", "revoke", "--all", "--yes");

        var after = await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.False(after.IsReset);
        Assert.InRange(after.Epoch - Jwt.Read(user.AccessToken).Seconds("iat"), 1, 60);
        Assert.True(string.CompareOrdinal($"{user.SessionId}", after.FirstSession) < 0);
        var next = await user.SignInAgainAsync();
        Assert.True(string.CompareOrdinal($"{next.SessionId}", after.FirstSession) >= 0);
        Assert.Equal(after.Epoch, (await service.PollAsync()).Epoch);
        Assert.Empty((await service.PollAsync(after.Cursor, wait: 1)).Sessions);
    }

    [Fact]
    public async Task Many_revocations_come_in_pages_and_those_in_between_are_not_missed()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var service = system.NewService(api);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var empty = await service.ListAsync();

        // Old ones are not purged yet. They must not cost pages.
        await EndManyAsync(own.Database, user, 20_000, "90 minutes");
        await EndManyAsync(own.Database, user, 12_000, "1 minute");
        var all = await own.Database.RowsAsync(
            "SELECT id FROM sessions WHERE revoked_at > now() - interval '70 minutes'");
        var expected = all.Select(row => (Guid)row["id"]!).ToHashSet();

        foreach (var start in new[] { null, empty.Cursor })
        {
            var late = await user.SignInAgainAsync();
            var page = await service.PollAsync(start);
            Assert.Equal((start is null, true, 5000), (page.IsReset, page.HasMore, page.Sessions.Count));
            await user.Client.LogoutAsync(late.AccessToken);
            var sessions = new HashSet<Guid>(page.Sessions);
            var pages = 1;
            for (; page.HasMore; pages++)
            {
                page = await service.PollAsync(page.Cursor, wait: 20);
                Assert.False(page.IsReset);
                sessions.UnionWith(page.Sessions);
            }

            Assert.InRange(pages, 3, 4);
            Assert.Superset(expected, sessions);
            var rest = await service.PollAsync(page.Cursor, wait: 20);
            Assert.Contains(late.SessionId, rest.Sessions);
            expected.Add(late.SessionId);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_database_begins_a_new_list()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var foreign = (await system.NewService(api).ListAsync()).Cursor;

        Assert.True((await _service.PollAsync(foreign, wait: 20)).IsReset);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!")]
    [InlineData("MSA3ZjNhIDA")]
    [InlineData("%00")]
    [InlineData("🚋")]
    public async Task What_is_no_cursor_begins_a_new_list(string since) =>
        Assert.True((await _service.PollAsync(since, wait: 20)).IsReset);

    /// <summary>PostgreSQL would not parse these snapshots, or would not find anything.</summary>
    [Theory]
    [InlineData("0:0:")]
    [InlineData("5:3:")]
    [InlineData("3:9:8,7")]
    [InlineData("3:9:12")]
    [InlineData("18446744073709551615:18446744073709551615:")]
    [InlineData("1:18446744073709551615:1")]
    [InlineData("99999999999999999999:1:")]
    [InlineData("1:9:'; SELECT 1 --")]
    public async Task A_cursor_that_somebody_has_changed_is_no_server_error(string snapshot)
    {
        var genuine = (await _service.ListAsync()).Cursor;
        var parts = System.Text.Encoding.ASCII.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(genuine)).Split(' ');
        foreach (var text in new[]
        {
            $"{parts[0]} {parts[1]} {parts[2]} {snapshot}",
            $"{parts[0]} {parts[1]} 9223372036854775807 {parts[3]}",
            $"{parts[0]} {parts[1]} {parts[2]} {parts[3]} {snapshot} 5 {Guid.Empty:N}",
            $"{parts[0]} {parts[1]} {parts[2]} {parts[3]} {parts[3]} 18446744073709551615 {Guid.AllBitsSet:N}",
        })
        {
            var cursor = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(text));

            await _service.PollAsync(cursor);
            await _service.PollAsync(cursor, wait: 1);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("26")]
    [InlineData("2147483648")]
    [InlineData("1.5")]
    [InlineData("soon")]
    public async Task A_wait_that_is_out_of_range_is_invalid(string wait)
    {
        var response = await _service.TryPollAsync(wait: wait);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.Status, response.Code));
        Assert.Equal("invalid_request", response["error"]);
    }

    [Fact]
    public async Task A_service_that_leaks_requests_is_refused_further_ones_and_others_are_not()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync(
            ("OAuth__PollsPerClient", "3"),
            ("OAuth__Clients__1__Id", "other"),
            ("OAuth__Clients__1__SecretSha256", Settings.HashOf(system.Settings.ServiceSecret)));
        var service = system.NewService(api);
        var other = new ServiceCaller(new TestClient(api), system.Settings.ServiceSecret, "other");
        var cursor = (await service.ListAsync()).Cursor;

        // Three of them wait, so the first response is the refusal of the other one.
        var leaked = Enumerable.Range(0, 4).Select(_ => service.TryPollAsync(cursor, "10")).ToList();
        var refused = await await Task.WhenAny(leaked);
        Problems.Is("server_busy", refused);
        Assert.Equal("temporarily_unavailable", refused["error"]);
        await service.PollAsync(cursor);
        await other.PollAsync(cursor, wait: 1);

        Assert.Equal(3, (await Task.WhenAll(leaked)).Count(response => response.Status == HttpStatusCode.OK));
        await service.PollAsync(cursor, wait: 1);
    }

    /// <summary>What a client that disconnects leaves behind must not count.</summary>
    [Fact]
    public async Task A_client_that_disconnects_frees_its_place()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync(("OAuth__PollsPerClient", "1"));
        var service = system.NewService(api);
        var cursor = (await service.ListAsync()).Cursor;
        using var disconnect = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waiting = await WaitingAsync(service, cursor, async () =>
        {
            using var request = TestClient.Request(HttpMethod.Get, $"{ServiceCaller.Revocations}?since={cursor}&wait=25");
            request.Headers.Authorization = ServiceCaller.Basic(Settings.ServiceId, system.Settings.ServiceSecret);
            using var response = await api.Http.SendAsync(request, disconnect.Token);
            return await Response.ReadAsync(response);
        });

        await disconnect.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.IsTrueAsync(
            async () => (await service.TryPollAsync(cursor, "1")).Status == HttpStatusCode.OK, "the place is free",
            TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_shutdown_ends_the_wait_at_once()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartProcessAsync(("Shutdown__Delay", "00:00:08"), ("OAuth__PollsPerClient", "1"));
        var service = system.NewService(api);
        var cursor = (await service.ListAsync()).Cursor;
        var waiting = await WaitingAsync(service, cursor, () => service.TryPollAsync(cursor, "25"));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var stopped = api.StopAsync();
        var response = await waiting;
        var took = watch.Elapsed;
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Empty(new Revocations(response).Sessions);
        Assert.True(response.Headers.ConnectionClose);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        // A request during the shutdown is answered soon too.
        watch.Restart();
        Assert.Equal(HttpStatusCode.OK, (await service.TryPollAsync(cursor, "25")).Status);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
        await stopped;
        Assert.Equal(0, await api.Exited);
        Assert.Empty(api.Log.Errors);
    }

    /// <summary>Begins a request that takes the only place of its service, and returns when it waits.</summary>
    private static async Task<Task<Response>> WaitingAsync(
        ServiceCaller service, string cursor, Func<Task<Response>> call)
    {
        while (true)
        {
            var waiting = call();
            if ((await service.TryPollAsync(cursor, "1")).Code == "server_busy")
            {
                return waiting;
            }

            // The other request may have been there first.
            await waiting;
        }
    }

    private static Task EndManyAsync(Database database, SignedInUser user, int count, string ago) => database.ExecuteAsync(
        $"""
        INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
            generation, token_hash, authentication_methods, revoked_at, revoked_reason, revoked_xid)
        SELECT gen_random_uuid(), s.user_id, s.created_at, s.created_at, s.created_at, s.expires_at, s.expires_at,
            0, s.token_hash, '{"{pwd}"}', now() - interval '{ago}', 1, pg_current_xact_id()
        FROM sessions s, generate_series(1, {count}) n WHERE s.id = $1
        """,
        user.SessionId);
}
