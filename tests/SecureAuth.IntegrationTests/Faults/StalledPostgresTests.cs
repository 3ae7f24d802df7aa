using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>
/// If PostgreSQL stalls when the outcome of a guess is known, the guess is settled later with that outcome: a correct password
/// is no failure, and a wrong one counts.
/// </summary>
public sealed class StalledPostgresTests(IsolatedApi isolated) : IClassFixture<IsolatedApi>
{
    private const int Allowed = 5;

    [Fact]
    public async Task Correct_passwords_do_not_lock_the_account()
    {
        var user = await SignedInUser.CreateAsync(isolated.NewClient());
        await WhileStalledAsync(() => user.Client.LoginAsync(user.Account));

        await IsSettledAsync(user);
        Assert.Equal(0, await FailuresAsync(user));
        await user.SignInAgainAsync();
    }

    [Fact]
    public async Task Correct_passwords_of_a_reauthentication_do_not_lock_the_account()
    {
        var user = await SignedInUser.CreateAsync(isolated.NewClient());
        await WhileStalledAsync(() => user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password));

        await IsSettledAsync(user);
        Assert.Equal(0, await FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password)).Status);
    }

    [Fact]
    public async Task Correct_codes_do_not_count_as_failures_and_are_not_used_up()
    {
        var enrolled = await EnrolledUser.CreateAsync(isolated.Database, isolated.NewClient());
        var (user, codes) = (enrolled.User, enrolled.RecoveryCodes);
        await WhileStalledAsync(() => user.Client.ReauthenticateAsync(user.AccessToken, code: codes[0]));

        await IsSettledAsync(user);
        Assert.Equal(0, await FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.ReauthenticateAsync(user.AccessToken, code: codes[0])).Status);
    }

    [Fact]
    public async Task Correct_codes_of_a_sign_in_spend_neither_themselves_nor_the_challenge()
    {
        var enrolled = await EnrolledUser.CreateAsync(isolated.Database, isolated.NewClient());
        var (user, codes) = (enrolled.User, enrolled.RecoveryCodes);
        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
        await WhileStalledAsync(() => user.Client.CompleteAsync(challenge, codes[0]));

        await IsSettledAsync(user);
        Assert.Equal(0, await FailuresAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, codes[0])).Status);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_and_recorded_once_each()
    {
        var user = await SignedInUser.CreateAsync(isolated.NewClient());
        await WhileStalledAsync(() => user.Client.LoginAsync(user.Account.Email, "not the password"));

        // A guess that PostgreSQL did not reserve was not verified.
        await IsSettledAsync(user);
        var verified = await CountAsync(user, "event = 201 AND reason = 'wrong_password'");
        Assert.InRange(verified, 1, Allowed);
        Assert.Equal(verified == Allowed ? 0 : verified, await FailuresAsync(user));
        Assert.Equal(verified == Allowed ? 1 : 0, await CountAsync(user, "event = 202"));
    }

    /// <summary>As many guesses as may fail, while PostgreSQL accepts no audit row.</summary>
    private async Task WhileStalledAsync(Func<Task<Response>> guess)
    {
        await using var stall = await isolated.Own.BlockWritesAsync("audit_events");
        for (var i = 0; i < Allowed; i++)
        {
            Problems.Is("service_unavailable", await guess());
        }
    }

    private Task IsSettledAsync(SignedInUser user) => Eventually.IsTrueAsync(
        async () => await SumAsync(user, "cardinality(pending)") == 0, "every guess is settled");

    private Task<int> FailuresAsync(SignedInUser user) =>
        SumAsync(user, "cardinality(failures) + cardinality(second_factor_failures)");

    private async Task<int> CountAsync(SignedInUser user, string condition) => (int)await isolated.Database.ScalarAsync<long>(
        $"SELECT count(*) FROM audit_events WHERE user_id = $1 AND {condition}", user.Id);

    private async Task<int> SumAsync(SignedInUser user, string number) => (int)await isolated.Database.ScalarAsync<long>(
        $"SELECT COALESCE(sum({number}), 0) FROM account_attempts WHERE user_id = $1", user.Id);
}
