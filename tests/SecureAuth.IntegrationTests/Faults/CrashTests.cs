using System.Net.Http.Json;
using SecureAuth.IntegrationTests.Races;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Guesses that a crash or their own client interrupts count and are settled.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class CrashTests(Replicas replicas)
{
    private const int Allowed = 5;

    /// <summary>Slow enough to be interrupted.</summary>
    private static readonly (string, string) SlowHash = ("Passwords__BcryptWorkFactor", "12");

    [Fact]
    public async Task Guesses_whose_client_disconnects_count_and_are_settled()
    {
        await using var api = await replicas.System.StartProcessAsync(SlowHash);
        foreach (var inFlight in (int[])[1, Allowed])
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client.Through(api));
            using var disconnected = new CancellationTokenSource();
            var guesses = Enumerable.Range(0, Race.Callers)
                .Select(_ => GuessUntilCutOffAsync(api, user, disconnected.Token)).ToList();
            await Eventually.IsTrueAsync(
                async () => (await AttemptsAsync(user)).Pending >= inFlight, "guesses are in flight");

            await disconnected.CancelAsync();
            await Task.WhenAll(guesses);
            await Eventually.IsTrueAsync(
                async () => (await AttemptsAsync(user)).Pending == 0, "every guess is counted or returned");

            // Every verified password has left its audit row and counts.
            var verified = await VerifiedAsync(user);
            var left = await AttemptsAsync(user);
            Assert.InRange(verified, 0, Allowed);
            Assert.Equal(verified == Allowed ? 0 : verified, left.Failures);
            await OnlyTheRemainingGuessesAreVerifiedAsync(client, user, verified);
        }
    }

    [Fact]
    public async Task Guesses_in_flight_at_a_crash_count_as_failed_when_their_lease_expires()
    {
        var client = replicas.NewClient();
        await using var api = await replicas.System.StartProcessAsync(SlowHash);
        var user = await NewUser.RegisterAsync(client);
        var guesses = Enumerable.Range(0, Race.Callers)
            .Select(_ => GuessUntilCutOffAsync(api, user, TestContext.Current.CancellationToken)).ToList();
        await Eventually.IsTrueAsync(
            async () => (await AttemptsAsync(user)).Pending == Allowed, "guesses are in flight");
        await api.KillAsync();
        await Task.WhenAll(guesses);
        await EndLeasesAsync(user);

        var refused = await client.LoginAsync(user);

        Assert.Equal("account_locked", refused.Code);
        Assert.Equal((0, 0), await AttemptsAsync(user));
        Assert.Equal(1, await CountAsync(user, "event = 202"));
    }

    /// <summary>Continues guessing on the shared instance until the account is locked.</summary>
    private static async Task OnlyTheRemainingGuessesAreVerifiedAsync(TestClient client, NewUser user, int counted)
    {
        for (; counted < Allowed; counted++)
        {
            Assert.Equal("invalid_credentials", (await client.LoginAsync(user.Email, "not the password")).Code);
        }

        Assert.Equal("account_locked", (await client.LoginAsync(user.Email, "not the password")).Code);
        Assert.Equal("account_locked", (await client.LoginAsync(user)).Code);
    }

    private static async Task GuessUntilCutOffAsync(RunningApi api, NewUser user, CancellationToken disconnected)
    {
        try
        {
            var guess = new { email = user.Email, password = "not the password" };
            using var response = await api.Http.PostAsJsonAsync("/api/v1/auth/login", guess, disconnected);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // The interruption is intended.
        }
    }

    private async Task<(int Failures, int Pending)> AttemptsAsync(NewUser user)
    {
        var rows = await replicas.Database.RowsAsync(
            """
            SELECT cardinality(a.failures) AS failures, cardinality(a.pending) AS pending
            FROM account_attempts a JOIN users u ON u.id = a.user_id WHERE u.email = $1
            """,
            user.Email);
        return rows.Count == 0 ? (0, 0) : ((int)rows[0]["failures"]!, (int)rows[0]["pending"]!);
    }

    /// <summary>Lets the leases of this user alone expire.</summary>
    private Task EndLeasesAsync(NewUser user) => replicas.Database.ExecuteAsync(
        """
        UPDATE account_attempts SET pending = ARRAY(SELECT p - interval '2 minutes' FROM unnest(pending) p)
        WHERE user_id = (SELECT id FROM users WHERE email = $1)
        """,
        user.Email);

    private Task<int> VerifiedAsync(NewUser user) => CountAsync(user, "event = 201 AND reason = 'wrong_password'");

    private async Task<int> CountAsync(NewUser user, string condition) => (int)await replicas.Database.ScalarAsync<long>(
        $"SELECT count(*) FROM audit_events WHERE {condition} AND user_id = (SELECT id FROM users WHERE email = $1)",
        user.Email);
}
