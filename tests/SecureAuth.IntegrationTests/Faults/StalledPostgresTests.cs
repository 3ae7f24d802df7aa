using System.Net;
using SecureAuth.IntegrationTests.SecondFactor;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>
/// A guess whose outcome is known when Postgres stalls is settled as what it was, once Postgres goes on: a right password is no
/// failure, and a wrong one is not free.
/// </summary>
public sealed class StalledPostgresTests(TestSystem system)
{
    private const int Allowed = 5;

    [Fact]
    public async Task Right_passwords_do_not_lock_their_owner_out()
    {
        await using var stack = await Stack.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(stack.Client);
        await stack.WhileStalledAsync(() => stack.Client.LoginAsync(user.Account));

        await stack.IsSettledAsync(user);
        Assert.Equal(0, await stack.FailuresAsync(user));
        await user.SignInAgainAsync();
    }

    [Fact]
    public async Task Right_passwords_of_a_re_authentication_do_not_either()
    {
        await using var stack = await Stack.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(stack.Client);
        await stack.WhileStalledAsync(() => stack.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password));

        await stack.IsSettledAsync(user);
        Assert.Equal(0, await stack.FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await stack.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password)).Status);
    }

    [Fact]
    public async Task Right_codes_do_not_either_and_are_not_spent()
    {
        await using var stack = await Stack.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(stack.Client);
        var app = new AuthenticatorApp((await stack.Client.SetUpAsync(user.AccessToken))["secret"]);
        var codes = EnrolledUser.CodesOf(await stack.Client.VerifyAsync(user.AccessToken, app.Code()));
        await stack.WhileStalledAsync(() => stack.Client.ReauthenticateAsync(user.AccessToken, code: codes[0]));

        await stack.IsSettledAsync(user);
        Assert.Equal(0, await stack.FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await stack.Client.ReauthenticateAsync(user.AccessToken, code: codes[0])).Status);
    }

    [Fact]
    public async Task Right_codes_of_a_sign_in_use_up_neither_themselves_nor_the_challenge()
    {
        await using var stack = await Stack.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(stack.Client);
        var app = new AuthenticatorApp((await stack.Client.SetUpAsync(user.AccessToken))["secret"]);
        var codes = EnrolledUser.CodesOf(await stack.Client.VerifyAsync(user.AccessToken, app.Code()));
        var challenge = (await stack.Client.LoginAsync(user.Account))["temp_token"];
        await stack.WhileStalledAsync(() => stack.Client.CompleteAsync(challenge, codes[0]));

        await stack.IsSettledAsync(user);
        Assert.Equal(0, await stack.FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await stack.Client.CompleteAsync(challenge, codes[0])).Status);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_and_recorded_once_each()
    {
        await using var stack = await Stack.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(stack.Client);
        await stack.WhileStalledAsync(() => stack.Client.LoginAsync(user.Account.Email, "not the password"));

        // One that Postgres did not even let in was not looked at.
        await stack.IsSettledAsync(user);
        var lookedAt = await stack.CountAsync(user, "event = 201 AND reason = 'wrong_password'");
        Assert.InRange(lookedAt, 1, Allowed);
        Assert.Equal(lookedAt == Allowed ? 0 : lookedAt, await stack.FailuresAsync(user));
        Assert.Equal(lookedAt == Allowed ? 1 : 0, await stack.CountAsync(user, "event = 202"));
    }

    /// <summary>An instance on a database of its own, which may be stalled.</summary>
    private sealed class Stack(OwnDatabase database, ApiProcess api) : IAsyncDisposable
    {
        public TestClient Client { get; } = new(api);

        public static async Task<Stack> CreateAsync(TestSystem system)
        {
            var database = await OwnDatabase.CreateAsync(system);
            return new Stack(database, await ApiProcess.StartAsync(database.With()));
        }

        /// <summary>As many guesses as may fail, each of which meets a Postgres that takes no audit row.</summary>
        public async Task WhileStalledAsync(Func<Task<Answer>> guess)
        {
            await using var stall = await database.StallAsync("audit_events");
            for (var i = 0; i < Allowed; i++)
            {
                Problems.Is("service_unavailable", await guess());
            }
        }

        public Task IsSettledAsync(SignedInUser user) => Eventually.IsTrueAsync(
            async () => await SumAsync(user, "cardinality(pending)") == 0, "every guess is settled", Eventually.Patience);

        public Task<int> FailuresAsync(SignedInUser user) =>
            SumAsync(user, "cardinality(failures) + cardinality(second_factor_failures)");

        public async Task<int> CountAsync(SignedInUser user, string condition) => (int)await database.Database.ScalarAsync<long>(
            $"SELECT count(*) FROM audit_events WHERE user_id = $1 AND {condition}", user.Id);

        public async ValueTask DisposeAsync()
        {
            await api.DisposeAsync();
            await database.DisposeAsync();
        }

        private async Task<int> SumAsync(SignedInUser user, string number) => (int)await database.Database.ScalarAsync<long>(
            $"SELECT COALESCE(sum({number}), 0) FROM account_attempts WHERE user_id = $1", user.Id);
    }
}
