using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>A fresh instance purges as it starts: no test has to wait for the next time.</summary>
public sealed class PurgeTests(TestSystem system)
{
    [Fact]
    public async Task What_has_been_over_for_a_day_is_removed_and_nothing_else()
    {
        var old = await EnrolledUser.CreateAsync(system);
        await old.ChallengeAsync();
        var recent = await EnrolledUser.CreateAsync(system);
        await recent.ChallengeAsync();
        var revoked = await SignedInUser.CreateAsync(system.NewClient());
        await revoked.Client.LogoutAsync(revoked.AccessToken);
        await AgeAsync(old.Id, "25 hours");
        await AgeAsync(recent.Id, "23 hours");
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET revoked_at = clock_timestamp() - interval '25 hours' WHERE user_id = $1", revoked.Id);

        await using var api = await system.StartApiAsync();
        await Eventually.IsTrueAsync(
            async () => await LeftAsync(old.Id) == (0, 0, 0) && (await LeftAsync(revoked.Id)).Sessions == 0,
            "the old rows are gone", Eventually.Patience);
        Assert.Equal((1, 1, 1), await LeftAsync(recent.Id));

        // The factor itself does not age.
        Assert.Equal(10, await RecoveryCodeTests.LeftAsync(system, old.Id));
    }

    [Fact]
    public async Task More_than_one_batch_is_removed()
    {
        const int rows = 1203;
        var user = await EnrolledUser.CreateAsync(system);
        await system.Database.ExecuteAsync(
            """
            INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
            SELECT sha256(($1::text || n)::bytea), $1, 'x', now(), now() - interval '25 hours', 0 FROM generate_series(1, $2) n
            """,
            user.Id, rows);
        await using var api = await system.StartApiAsync();
        await Eventually.IsTrueAsync(
            async () => (await LeftAsync(user.Id)).Challenges == 0, "every old challenge is gone", Eventually.Patience);
    }

    [Fact]
    public async Task A_lock_that_has_not_ended_is_kept()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync(
            """
            UPDATE account_attempts SET updated_at = clock_timestamp() - interval '25 hours',
                locked_until = clock_timestamp() + interval '1 hour'
            WHERE user_id = $1
            """,
            user.Id);
        var witness = await SignedInUser.CreateAsync(system.NewClient());
        await AgeAsync(witness.Id, "25 hours");

        await using var api = await system.StartApiAsync();
        await Eventually.IsTrueAsync(
            async () => (await LeftAsync(witness.Id)).Attempts == 0, "the witness's attempts are gone", Eventually.Patience);
        Assert.Equal(1, (await LeftAsync(user.Id)).Attempts);
    }

    [Fact]
    public async Task A_set_up_that_was_never_confirmed_is_gone_after_a_day_and_a_confirmed_one_stays()
    {
        var users = new List<SignedInUser>();
        foreach (var (age, confirmed) in new[] { ("25 hours", "NULL"), ("23 hours", "NULL"), ("25 hours", "now()") })
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            await system.Database.ExecuteAsync(
                $"""
                INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at, confirmed_at)
                VALUES ($1, '', 0, now() - interval '{age}', {confirmed})
                """,
                user.Id);
            users.Add(user);
        }

        await using var api = await system.StartApiAsync();

        await Eventually.IsTrueAsync(
            async () => await CountAsync("totp_credentials", users[0].Id) == 0, "the old set-up is gone", Eventually.Patience);
        Assert.Equal(1, await CountAsync("totp_credentials", users[1].Id));
        Assert.Equal(1, await CountAsync("totp_credentials", users[2].Id));
    }

    private async Task AgeAsync(Guid userId, string age)
    {
        await system.Database.ExecuteAsync(
            $"UPDATE sessions SET expires_at = clock_timestamp() - interval '{age}' WHERE user_id = $1", userId);
        await system.Database.ExecuteAsync(
            $"UPDATE second_factor_challenges SET expires_at = clock_timestamp() - interval '{age}' WHERE user_id = $1", userId);
        await system.Database.ExecuteAsync(
            $"UPDATE account_attempts SET updated_at = clock_timestamp() - interval '{age}' WHERE user_id = $1", userId);
    }

    private async Task<(long Sessions, long Challenges, long Attempts)> LeftAsync(Guid userId) => (
        await CountAsync("sessions", userId), await CountAsync("second_factor_challenges", userId), await CountAsync("account_attempts", userId));

    private async Task<long> CountAsync(string table, Guid userId) =>
        await system.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE user_id = $1", userId);
}
