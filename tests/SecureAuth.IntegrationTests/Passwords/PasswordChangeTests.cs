using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passwords;

[Collection(nameof(PatientReplicas))]
public sealed class PasswordChangeTests(TestSystem system, PatientReplicas replicas)
{
    [Fact]
    public async Task The_new_password_signs_in_and_the_old_one_does_not()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var chosen = NewUser.StrongPassword();
        var before = (await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("password_changed_at").GetDateTimeOffset();
        var response = await user.Client.ChangePasswordAsync(user.AccessToken, user.Account.Password, chosen);
        Assert.Equal(HttpStatusCode.NoContent, response.Status);
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.Account));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.Account.Email, chosen)).Status);
        Assert.True(
            (await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("password_changed_at").GetDateTimeOffset() > before);
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id), row => row.Event == AuditEvent.PasswordChanged);
        Assert.Equal((AuditOutcome.Success, user.SessionId), (row.Outcome, row.SessionId!.Value));
    }

    [Fact]
    public async Task All_other_sessions_end_and_the_current_one_continues()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var other = await user.SignInAgainAsync();
        await user.Client.ChangePasswordAsync(user.AccessToken, user.Account.Password, NewUser.StrongPassword());
        Problems.Is("invalid_refresh_token", await other.Client.RefreshAsync(other.RefreshToken));
        await Eventually.IsTrueAsync(
            async () => (await other.Client.MeAsync(other.AccessToken)).Code == "invalid_token", "the other session is refused",
            TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RefreshAsync(user.RefreshToken)).Status);
    }

    [Fact]
    public async Task A_wrong_current_password_counts_and_locks()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_credentials", await user.Client.ChangePasswordAsync(
                user.AccessToken, NewUser.StrongPassword(), NewUser.StrongPassword()));
        }

        Problems.Is("account_locked", await user.Client.ChangePasswordAsync(
            user.AccessToken, user.Account.Password, NewUser.StrongPassword()));
        Problems.Is("account_locked", await user.Client.LoginAsync(user.Account));
        var rows = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Equal(5, rows.Count(row => row is { Event: AuditEvent.PasswordChangeRefused, Reason: "wrong_password" }));
        Assert.Equal(1, rows.Count(row => row is { Event: AuditEvent.PasswordChangeRefused, Reason: "locked" }));
        Assert.Equal(1, rows.Count(row => row.Event == AuditEvent.AccountLocked));
    }

    [Theory]
    [InlineData("short-one", "too_short")]
    [InlineData("passwordpassword", "common")]
    public async Task The_password_policy_applies(string chosen, string reason)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var response = await user.Client.ChangePasswordAsync(user.AccessToken, user.Account.Password, chosen);
        Problems.Is("weak_password", response);
        Assert.Contains(reason, response.ErrorsOf("password"));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.Account)).Status);
        Assert.Contains(
            await system.Database.AuditOfUserAsync(user.Id),
            row => row is { Event: AuditEvent.PasswordChangeRefused, Reason: "weak_password" });
    }

    [Fact]
    public async Task The_users_own_name_is_refused_as_a_password()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var response = await user.Client.ChangePasswordAsync(user.AccessToken, user.Account.Password, user.Account.Email);
        Problems.Is("weak_password", response);
        Assert.Contains("contains_personal_data", response.ErrorsOf("password"));
    }

    [Fact]
    public async Task The_unchanged_password_is_refused()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var response = await user.Client.ChangePasswordAsync(user.AccessToken, user.Account.Password, user.Account.Password);
        Problems.Is("invalid_request", response);
        Assert.Equal(["unchanged"], response.ErrorsOf("new_password"));
    }

    [Fact]
    public async Task An_enrolled_user_needs_a_multi_factor_token()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var (current, chosen) = (user.User.Account.Password, NewUser.StrongPassword());
        Problems.Is("second_factor_required", await user.Client.ChangePasswordAsync(user.User.AccessToken, current, chosen));
        var session = await user.SignInAsync();
        Assert.Equal(
            HttpStatusCode.NoContent, (await user.Client.ChangePasswordAsync(session.AccessToken, current, chosen)).Status);

        // The second factor stays enabled.
        Assert.True(
            (await user.Client.LoginAsync(user.User.Account.Email, chosen)).Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task Of_parallel_password_changes_one_succeeds()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var chosen = Enumerable.Range(0, 50).Select(_ => NewUser.StrongPassword()).ToList();
        var responses = await replicas.RaceAsync(user.Client, (client, number) =>
            client.ChangePasswordAsync(user.AccessToken, user.Account.Password, chosen[number]));
        var winner = Assert.Single(Enumerable.Range(0, 50), number => responses[number].Status == HttpStatusCode.NoContent);
        Assert.All(responses, response => Assert.True((int)response.Status < 500, response.ToString()));
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.PasswordChanged, user.Id));

        await system.Database.ForgetGuessesAsync(user.Id);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.Account.Email, chosen[winner])).Status);
    }

    [Fact]
    public async Task No_session_of_the_old_password_survives_the_change()
    {
        for (var round = 0; round < 3; round++)
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            var responses = await replicas.RaceAsync(user.Client, (client, number) => number == 25
                ? client.ChangePasswordAsync(user.AccessToken, user.Account.Password, NewUser.StrongPassword())
                : client.LoginAsync(user.Account));
            Assert.Equal(HttpStatusCode.NoContent, responses[25].Status);
            Assert.Equal(user.SessionId, await system.Database.ScalarAsync<Guid>(
                "SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC", user.Id));
        }
    }
}
