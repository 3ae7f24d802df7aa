using System.Globalization;
using System.Net;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>The second factor as the README shows it, with an independent implementation of TOTP.</summary>
public sealed class OathtoolTests(TestSystem system)
{
    [Fact]
    public async Task Codes_from_oathtool_are_accepted()
    {
        Assert.SkipUnless(ProgramPath.Find("oathtool") is not null, "oathtool is not installed. Debian: apt install oathtool.");

        // The previous step's code is valid too, so the test need not wait for the next step.
        var (verified, refused, signedIn) = await AuthenticatorApp.WithinOneStepAsync(async step =>
        {
            var user = await SignedInUser.CreateAsync(system.NewClient());
            var secret = (await user.Client.SetUpAsync(user.AccessToken))["secret"];
            var first = await CodeAsync(secret, step - 1);
            var verified = await user.Client.VerifyAsync(user.AccessToken, first);
            var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
            return (
                verified,
                await user.Client.CompleteAsync(challenge, first),
                await user.Client.CompleteAsync(challenge, await CodeAsync(secret, step)));
        });

        Assert.Equal(HttpStatusCode.OK, verified.Status);
        Problems.Is("invalid_code", refused);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
    }

    /// <summary>The secret goes through standard input because arguments are public.</summary>
    private static async Task<string> CodeAsync(string secret, long step)
    {
        var output = new List<string>();
        var time = string.Create(CultureInfo.InvariantCulture, $"--now=@{30 * step}");
        var command = new Command("oathtool", "--totp", "--base32", time, "-") { Input = secret };
        Assert.Equal(0, await ChildProcess.RunAsync(command, output.Add, TestContext.Current.CancellationToken));
        return Assert.Single(output);
    }
}
