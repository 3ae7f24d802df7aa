using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

[Collection(nameof(PatientReplicas))]
public sealed class CodeTests(TestSystem system, PatientReplicas replicas)
{
    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(-2, HttpStatusCode.Unauthorized)]
    [InlineData(1, HttpStatusCode.Unauthorized)]
    public async Task The_current_and_the_previous_step_are_accepted(int distance, HttpStatusCode expected)
    {
        var response = await AuthenticatorApp.WithinOneStepAsync(async step =>
        {
            var user = await EnrolledUser.CreateAsync(system);
            await user.UnusedCodeAsync();
            return await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step + distance));
        });
        Assert.Equal(expected, response.Status);
    }

    [Fact]
    public async Task The_previous_code_works_once_and_then_the_current_one()
    {
        var responses = await AuthenticatorApp.WithinOneStepAsync(async step =>
        {
            var user = await EnrolledUser.CreateAsync(system);
            await user.UnusedCodeAsync();
            return new List<HttpStatusCode>
            {
                (await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step - 1))).Status,
                (await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step - 1))).Status,
                (await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step))).Status,

                // Codes older than the last used one count as used too.
                (await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step - 1))).Status,
            };
        });
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized], responses);
    }

    [Fact]
    public async Task A_used_code_is_refused_on_every_replica_and_every_endpoint()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = await user.UnusedCodeAsync();
        var signedIn = await user.Client.CompleteAsync(await user.ChallengeAsync(), code);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        foreach (var client in new[] { user.Client, user.Client.Through(replicas.Second) })
        {
            await system.Database.ForgetGuessesAsync(user.Id);
            Problems.Is("invalid_code", await client.CompleteAsync(await user.ChallengeAsync(), code));
            Problems.Is("invalid_code", await client.ReauthenticateAsync(signedIn["access_token"], code: code));
            Problems.Is("invalid_code", await client.DisableAsync(signedIn["access_token"], code));
        }
    }

    [Fact]
    public async Task A_code_used_to_reauthenticate_does_not_sign_in()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = await user.UnusedCodeAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.ReauthenticateAsync(user.User.AccessToken, code: code)).Status);
        var response = await user.Client.Through(replicas.Second).CompleteAsync(await user.ChallengeAsync(), code);
        Problems.Is("invalid_code", response);
    }

    [Fact]
    public async Task A_used_code_stays_used_when_Redis_loses_everything()
    {
        await using var redis = await Redis.StartAsync();
        if (!redis.IsOurs)
        {
            Assert.Skip("No test may stop a configured Redis.");
        }

        await using var api = await system.StartApiAsync(("ConnectionStrings__redis", redis.ConnectionString));
        var user = await EnrolledUser.CreateAsync(system.Database, new TestClient(api));
        var code = await user.UnusedCodeAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(await user.ChallengeAsync(), code)).Status);
        await redis.StopAsync();
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), code));
        await redis.LaunchAsync();
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), code));
    }

    [Fact]
    public async Task A_method_that_does_not_match_the_code_is_refused()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var code = await user.UnusedCodeAsync();
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, code, "recovery_code"));
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0], "totp"));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, code, "totp")).Status);
        var recovered = await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[0], "recovery_code");
        Assert.Equal(HttpStatusCode.OK, recovered.Status);
    }
}
