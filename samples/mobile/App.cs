using SecureAuth.Client;

namespace Samples.Mobile;

/// <summary>The screens. Each returns to the first one.</summary>
internal sealed class App(SecureAuthClient auth, SecureAuthSession session, MailedCodes codes)
{
    public async Task RunAsync()
    {
        while (Screen.Ask("register, sign-in, profile, forgot, sign-out or quit?") is { Length: > 0 } choice and not "quit")
        {
            try
            {
                await (choice switch
                {
                    "register" => RegisterAsync(),
                    "sign-in" => SignInAsync(),
                    "profile" => ShowProfileAsync(),
                    "forgot" => ReplacePasswordAsync(),
                    "sign-out" => session.SignOutAsync(),
                    _ => Task.CompletedTask,
                });
            }
            catch (SecureAuthException error)
            {
                var reasons = error.Errors.Select(member => $", {member.Key}: {string.Join(' ', member.Value)}");
                Screen.Tell($"Refused: {error.Code}{string.Concat(reasons)}");
            }
            catch (HttpRequestException)
            {
                Screen.Tell("The server cannot be reached.");
            }
        }
    }

    private async Task RegisterAsync()
    {
        var email = Screen.Ask("E-mail address");
        var password = Screen.Ask("Password");
        var outcome = await auth.RegisterAsync(email, password);

        // It looks the same if the address has an account: the mail says so to its owner, and to nobody else.
        await codes.VerifyAsync(outcome.Code, email, password);
        await SignInAsync(email, password);
    }

    private async Task SignInAsync()
    {
        var email = Screen.Ask("E-mail address");
        var password = Screen.Ask("Password");
        try
        {
            await SignInAsync(email, password);
        }
        catch (SecureAuthException error) when (error.Code == ErrorCodes.EmailNotVerified)
        {
            await codes.VerifyAsync(await auth.ResendVerificationAsync(email), email, password);
            await SignInAsync(email, password);
        }
    }

    private async Task ReplacePasswordAsync()
    {
        var email = Screen.Ask("E-mail address");
        if (await codes.ResetAsync(email) is { } password)
        {
            await SignInAsync(email, password);
        }
    }

    private async Task SignInAsync(string email, string password)
    {
        var tokens = await auth.SignInAsync(email, password, deviceName: "The sample of a mobile app") switch
        {
            SignInOutcome.SignedIn done => done.Tokens,
            SignInOutcome.SecondFactorRequired step =>
                await auth.CompleteSignInAsync(step.TempToken, Screen.Ask("Code of your authenticator app")),
            _ => null,
        };
        if (tokens is null)
        {
            Screen.Tell("You need a second factor. Set it up on the account page.");
            return;
        }

        await session.StartAsync(tokens);
        await ShowProfileAsync();
    }

    /// <summary>The session has refreshed its tokens if they have expired, also since the last start of the app.</summary>
    private async Task ShowProfileAsync()
    {
        if (await session.GetAccessTokenAsync() is null)
        {
            Screen.Tell("Nobody is signed in.");
            return;
        }

        var profile = await session.Account.GetProfileAsync();
        var state = profile.EmailVerified ? "verified" : "not verified";
        Screen.Tell($"{profile.Email}, {state}, since {profile.CreatedAt:yyyy-MM-dd}");
    }
}
