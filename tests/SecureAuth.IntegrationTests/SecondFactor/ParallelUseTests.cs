using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>
/// Fifty parallel callers on two replicas: each one-time secret works once, and no caller suffers from the others.
/// </summary>
[Collection(nameof(PatientReplicas))]
public sealed class ParallelUseTests(TestSystem system, PatientReplicas replicas)
{
    [Fact]
    public async Task One_code_completes_one_sign_in()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var code = await user.UnusedCodeAsync();
        var responses = await RaceAsync(user, (client, _) => client.CompleteAsync(challenge, code));
        OneAlone(responses, HttpStatusCode.OK, "invalid_temp_token");
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task One_challenge_starts_one_session_however_many_valid_codes_are_sent()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var responses = await RaceAsync(
            user, (client, number) => client.CompleteAsync(challenge, user.RecoveryCodes[number % 10]));
        OneAlone(responses, HttpStatusCode.OK, "invalid_temp_token");
        Assert.Equal(9, await system.Database.RecoveryCodesLeftAsync(user.Id));
        Assert.Equal(2, await system.Database.AuditCountOfUserAsync(AuditEvent.SignedIn, user.Id));
    }

    [Fact]
    public async Task One_code_reauthenticates_one_caller()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = await user.UnusedCodeAsync();
        var responses = await RaceAsync(user, (client, _) => client.ReauthenticateAsync(user.User.AccessToken, code: code));
        OneAlone(responses, HttpStatusCode.OK, "invalid_code", "account_locked");
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.Reauthenticated, user.Id));
    }

    [Fact]
    public async Task One_recovery_code_works_once()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = user.RecoveryCodes[0];
        var responses = await RaceAsync(user, (client, _) => client.ReauthenticateAsync(user.User.AccessToken, code: code));
        OneAlone(responses, HttpStatusCode.OK, "invalid_code", "account_locked");
        Assert.Equal(9, await system.Database.RecoveryCodesLeftAsync(user.Id));
    }

    [Fact]
    public async Task One_code_is_used_once_across_all_endpoints()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var code = await user.UnusedCodeAsync();
        var responses = await RaceAsync(user, (client, number) => (number % 3) switch
        {
            0 => client.CompleteAsync(challenge, code),
            1 => client.ReauthenticateAsync(user.User.AccessToken, code: code),
            _ => client.DisableAsync(user.User.AccessToken, code),
        });
        Assert.Single(responses, response => response.Status is HttpStatusCode.OK or HttpStatusCode.NoContent);
        Assert.DoesNotContain(responses, response => (int)response.Status >= 500);
    }

    [Fact]
    public async Task An_authenticator_is_confirmed_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        var code = app.Code();
        var responses = await replicas.RaceAsync(user.Client, (client, _) => client.VerifyAsync(user.AccessToken, code));
        OneAlone(responses, HttpStatusCode.OK, "conflict");
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));

        // The returned recovery codes are the valid ones.
        var shown = EnrolledUser.CodesOf(responses.Single(response => response.Status == HttpStatusCode.OK));
        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, shown[9])).Status);
    }

    [Fact]
    public async Task A_second_factor_is_disabled_once()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = await user.UnusedCodeAsync();
        var responses = await RaceAsync(user, (client, _) => client.DisableAsync(user.User.AccessToken, code));
        OneAlone(responses, HttpStatusCode.NoContent, "conflict");
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task Of_fifty_wrong_codes_five_are_checked()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var wrong = user.App.WrongCode();
        var responses = await RaceAsync(user, (client, _) => client.ReauthenticateAsync(user.User.AccessToken, code: wrong));
        Assert.Equal(5, responses.Count(response => response.Code == "invalid_code"));
        Assert.Equal(Race.Callers - 5, responses.Count(response => response.Code == "account_locked"));
    }

    [Fact]
    public async Task A_challenge_accepts_at_most_five_guesses()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var wrong = user.App.WrongCode();
        var responses = await RaceAsync(user, (client, _) => client.CompleteAsync(challenge, wrong));
        Assert.Equal(5, responses.Count(response => response.Code == "invalid_code"));

        // Callers that were waiting when the fifth guess failed find the account locked, and later ones find no challenge.
        Assert.Equal(Race.Callers - 5, responses.Count(response => response.Code is "account_locked" or "invalid_temp_token"));
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(challenge, wrong));
    }

    [Fact]
    public async Task Of_parallel_sign_ins_one_challenge_remains()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var responses = await RaceAsync(user, (client, _) => client.LoginAsync(user.User.Account));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal(1, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM second_factor_challenges WHERE user_id = $1 AND used_at IS NULL", user.Id));
    }

    [Fact]
    public async Task Parallel_renewals_leave_the_ten_codes_of_one_response()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.SignInAsync();
        var responses = await RaceAsync(user, (client, _) => client.RenewRecoveryCodesAsync(session.AccessToken));
        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(user.Id));

        // The valid codes are somewhere among the fifty responses, so wrong tries are cleared.
        var right = 0;
        foreach (var response in responses)
        {
            await system.Database.ForgetGuessesAsync(user.Id);
            var tried = await user.Client.ReauthenticateAsync(session.AccessToken, code: EnrolledUser.CodesOf(response)[0]);
            right += tried.Status == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.Equal(1, right);
    }

    /// <summary>Each of these operations locks several rows. With different lock orders, some would deadlock.</summary>
    [Fact]
    public async Task Parallel_operations_of_one_user_cause_no_server_error()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.SignInAsync();
        var challenge = await user.ChallengeAsync();
        var responses = await RaceAsync(user, (client, number) => (number % 10) switch
        {
            0 or 1 => client.LoginAsync(user.User.Account),
            2 or 3 => client.CompleteAsync(challenge, user.RecoveryCodes[number / 10]),
            4 => client.ReauthenticateAsync(session.AccessToken, code: user.RecoveryCodes[5 + number / 10]),
            5 => client.RenewRecoveryCodesAsync(session.AccessToken),
            6 => client.ChangePasswordAsync(session.AccessToken, user.User.Account.Password, NewUser.StrongPassword()),
            7 => client.EndOtherSessionsAsync(session.AccessToken),
            8 => client.DisableAsync(session.AccessToken, user.App.Code()),
            _ => client.SetUpAsync(session.AccessToken),
        });
        Assert.All(responses, response => Assert.True((int)response.Status < 500, response.ToString()));
    }

    private Task<IReadOnlyList<Response>> RaceAsync(EnrolledUser user, Func<TestClient, int, Task<Response>> call) =>
        replicas.RaceAsync(user.Client, call);

    /// <summary>Fails unless one caller succeeded and all others were refused with one of these codes.</summary>
    private static void OneAlone(IReadOnlyList<Response> responses, HttpStatusCode success, params string[] refusals)
    {
        Assert.Single(responses, response => response.Status == success);
        Assert.All(
            responses.Where(response => response.Status != success),
            response => Assert.True(refusals.Contains(response.Code), response.ToString()));
    }
}
