using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>An instance that accepts a code in its own 30 seconds alone.</summary>
public sealed class StrictCodeTests(TestSystem system)
{
    [Fact]
    public async Task The_previous_code_is_refused()
    {
        await using var api = await system.StartApiAsync(("Accounts__AcceptPreviousCode", "false"));
        var responses = await AuthenticatorApp.WithinOneStepAsync(async step =>
        {
            var user = await EnrolledUser.CreateAsync(system);
            await user.UnusedCodeAsync();
            var client = user.Client.Through(api);
            return new List<Response>
            {
                await client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step - 1)),
                await client.CompleteAsync(await user.ChallengeAsync(), user.App.CodeOf(step)),
            };
        });

        Problems.Is("invalid_code", responses[0]);
        Assert.Equal(HttpStatusCode.OK, responses[1].Status);
    }
}
