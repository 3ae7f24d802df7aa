using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>Every instance purges at its start, so one that starts after the rows have been aged purges all of them.</summary>
public sealed class PurgeTests(TestSystem system, PurgeTests.PurgedUsers users) : IClassFixture<PurgeTests.PurgedUsers>
{
    [Fact]
    public async Task Rows_whose_retention_has_passed_are_removed_and_younger_ones_are_kept()
    {
        await Eventually.IsTrueAsync(
            async () => await LeftAsync(users.Old) == (0, 0, 0) && (await LeftAsync(users.Revoked)).Sessions == 0,
            "the old rows are gone");
        Assert.Equal((1, 1, 1), await LeftAsync(users.Recent));

        // The second factor itself does not expire.
        Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(users.Old));
    }

    [Fact]
    public Task More_rows_than_one_batch_are_removed() => Eventually.IsTrueAsync(
        async () => (await LeftAsync(users.WithManyChallenges)).Challenges == 0, "every old challenge is gone");

    [Fact]
    public async Task A_lock_that_time_does_not_end_is_kept()
    {
        await Eventually.IsTrueAsync(
            async () => (await LeftAsync(users.Old)).Attempts == 0, "another user's old attempts are gone");
        Assert.Equal(1, (await LeftAsync(users.Locked)).Attempts);
    }

    [Fact]
    public async Task A_lock_for_good_at_an_unknown_address_is_removed_after_a_year()
    {
        await Eventually.IsTrueAsync(async () => await UnknownLocksAsync(366) == 0, "the lock of last year is gone");
        Assert.Equal(1, await UnknownLocksAsync(364));
    }

    [Fact]
    public async Task A_set_up_that_was_never_confirmed_is_removed_after_a_day_and_a_confirmed_one_is_kept()
    {
        await Eventually.IsTrueAsync(
            async () => await CountAsync("totp_credentials", users.OldUnconfirmed) == 0, "the old set-up is gone");
        Assert.Equal(1, await CountAsync("totp_credentials", users.RecentUnconfirmed));
        Assert.Equal(1, await CountAsync("totp_credentials", users.OldConfirmed));
    }

    [Fact]
    public async Task Challenges_of_passkeys_are_removed_as_soon_as_they_expire()
    {
        await Eventually.IsTrueAsync(
            async () => await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM passkey_challenges WHERE state = $1", PurgedUsers.ExpiredState) == 0,
            "the expired challenges are gone");
        Assert.Equal(
            1, await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM passkey_challenges WHERE state = $1", PurgedUsers.OpenState));
    }

    [Fact]
    public async Task Mailed_codes_are_removed_a_day_after_they_expire()
    {
        await Eventually.IsTrueAsync(async () => await MailedCodesAsync(25) == 0, "the old code is gone");
        Assert.Equal(1, await MailedCodesAsync(23));
    }

    private Task<long> MailedCodesAsync(int hours) => system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM mailed_codes WHERE token_hash = sha256(('purge ' || $1)::bytea)", hours);

    private Task<long> UnknownLocksAsync(int days) => system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM account_attempts WHERE identifier_hash = sha256(('unknown ' || $1)::bytea)", days);

    private async Task<(long Sessions, long Challenges, long Attempts)> LeftAsync(Guid userId) => (
        await CountAsync("sessions", userId),
        await CountAsync("second_factor_challenges", userId),
        await CountAsync("account_attempts", userId));

    private async Task<long> CountAsync(string table, Guid userId) =>
        await system.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE user_id = $1", userId);

    /// <summary>Users whose rows have been aged, and an instance that has started since.</summary>
    public sealed class PurgedUsers(TestSystem system) : IAsyncLifetime
    {
        internal const string ExpiredState = "expired";

        internal const string OpenState = "open";

        private const int MoreThanOneBatch = 1203;

        private RunningApi? _api;

        internal Guid Old { get; private set; }

        internal Guid Recent { get; private set; }

        internal Guid Revoked { get; private set; }

        internal Guid WithManyChallenges { get; private set; }

        internal Guid Locked { get; private set; }

        internal Guid OldUnconfirmed { get; private set; }

        internal Guid RecentUnconfirmed { get; private set; }

        internal Guid OldConfirmed { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Old = await ChallengedAsync("25 hours");
            Recent = await ChallengedAsync("23 hours");
            Revoked = await RevokedAsync();
            WithManyChallenges = await WithManyChallengesAsync();
            Locked = await LockedAsync();
            OldUnconfirmed = await SetUpAsync("25 hours", confirmed: false);
            RecentUnconfirmed = await SetUpAsync("23 hours", confirmed: false);
            OldConfirmed = await SetUpAsync("25 hours", confirmed: true);
            await StartCeremoniesAsync();
            await LockUnknownAsync();
            await MailCodesAsync();
            _api = await system.StartApiAsync();
        }

        public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async Task<Guid> ChallengedAsync(string age)
        {
            var user = await EnrolledUser.CreateAsync(system);
            await user.ChallengeAsync();
            await system.Database.ExecuteAsync(
                $"UPDATE sessions SET expires_at = clock_timestamp() - interval '{age}' WHERE user_id = $1", user.Id);
            await system.Database.ExecuteAsync(
                $"UPDATE second_factor_challenges SET expires_at = clock_timestamp() - interval '{age}' WHERE user_id = $1",
                user.Id);
            await system.Database.ExecuteAsync(
                $"""
                UPDATE account_attempts SET updated_at = clock_timestamp() - interval '{age}' - interval '29 days'
                WHERE user_id = $1
                """,
                user.Id);
            return user.Id;
        }

        private Task MailCodesAsync() => system.Database.ExecuteAsync(
            """
            INSERT INTO mailed_codes (id, token_hash, guesses, expires_at)
            SELECT gen_random_uuid(), sha256(('purge ' || hours)::bytea), 0, now() - hours * interval '1 hour'
            FROM unnest(ARRAY[23, 25]) AS hours
            """);

        private Task StartCeremoniesAsync() => system.Database.ExecuteAsync(
            """
            INSERT INTO passkey_challenges (token_hash, purpose, binding, state, expires_at)
            VALUES (sha256('purge 1'), 2, '', $1, now() - interval '1 second'),
                (sha256('purge 2'), 2, '', $2, now() + interval '1 hour')
            """,
            ExpiredState,
            OpenState);

        private async Task<Guid> RevokedAsync()
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            await user.Client.LogoutAsync(user.AccessToken);
            await system.Database.ExecuteAsync(
                "UPDATE sessions SET revoked_at = clock_timestamp() - interval '25 hours' WHERE user_id = $1", user.Id);
            return user.Id;
        }

        private async Task<Guid> WithManyChallengesAsync()
        {
            var user = await EnrolledUser.CreateAsync(system);
            await system.Database.ExecuteAsync(
                """
                INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
                SELECT sha256(($1::text || n)::bytea), $1, 'x', now(), now() - interval '25 hours', 0
                FROM generate_series(1, $2) n
                """,
                user.Id,
                MoreThanOneBatch);
            return user.Id;
        }

        private async Task<Guid> LockedAsync()
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            await system.Database.ExecuteAsync(
                """
                UPDATE account_attempts SET updated_at = clock_timestamp() - interval '31 days', locked_until = 'infinity'
                WHERE user_id = $1
                """,
                user.Id);
            return user.Id;
        }

        private Task LockUnknownAsync() => system.Database.ExecuteAsync(
            """
            INSERT INTO account_attempts (identifier_hash, failures, pending, locked_until, updated_at)
            SELECT sha256(('unknown ' || days)::bytea), '{}', '{}', 'infinity', now() - make_interval(days => days)
            FROM unnest(ARRAY[364, 366]) days
            """);

        private async Task<Guid> SetUpAsync(string age, bool confirmed)
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            await system.Database.ExecuteAsync(
                $"""
                INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at, confirmed_at)
                VALUES ($1, '', 0, now() - interval '{age}', {(confirmed ? "now()" : "NULL")})
                """,
                user.Id);
            return user.Id;
        }
    }
}
