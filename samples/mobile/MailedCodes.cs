using SecureAuth.Client;

namespace Samples.Mobile;

/// <summary>Asks for the code of a mail, and does what each refusal calls for.</summary>
internal sealed class MailedCodes(SecureAuthClient auth)
{
    /// <summary>Verifies an address.</summary>
    /// <param name="request">What asked for the mail.</param>
    /// <param name="email">The address, for another mail.</param>
    /// <param name="password">The password that the user has just typed.</param>
    /// <returns>False if the user has given up, or cannot use a code.</returns>
    public Task<bool> VerifyAsync(RequestedCode? request, string email, string password) => EnterAsync(
        request,
        () => auth.ResendVerificationAsync(email),
        async (asked, code) =>
        {
            try
            {
                await auth.VerifyEmailAsync(asked, code);
            }
            catch (SecureAuthException error) when (error.Code == ErrorCodes.Conflict)
            {
                // Somebody had registered the address before. Whoever has its mail chooses the password.
                await auth.ResetPasswordAsync(asked, code, password);
            }
        });

    /// <summary>Replaces a forgotten password.</summary>
    /// <returns>The new password, or null if the user has given up, or cannot use a code.</returns>
    public async Task<string?> ResetAsync(string email)
    {
        var request = await auth.ForgotPasswordAsync(email);
        var password = Screen.Ask("New password");
        var isReplaced = await EnterAsync(
            request,
            () => auth.ForgotPasswordAsync(email),
            async (asked, code) =>
            {
                while (!await IsAcceptedAsync(asked, code, password))
                {
                    password = Screen.Ask("Too weak. Another password");
                }
            });
        return isReplaced ? password : null;
    }

    /// <summary>A weak password does not use the code up.</summary>
    private async Task<bool> IsAcceptedAsync(RequestedCode request, string code, string password)
    {
        try
        {
            await auth.ResetPasswordAsync(request, code, password);
            return true;
        }
        catch (SecureAuthException error) when (error.Code == ErrorCodes.WeakPassword)
        {
            return false;
        }
    }

    /// <summary>Asks until a code is right. An ended request is replaced: its mail cannot be used any more.</summary>
    private static async Task<bool> EnterAsync(
        RequestedCode? request, Func<Task<RequestedCode?>> askAgainAsync, Func<RequestedCode, string, Task> useAsync)
    {
        while (request is not null && Screen.Ask("Code of the mail, or nothing to give up") is { Length: > 0 } code)
        {
            try
            {
                await useAsync(request, code);
                return true;
            }
            catch (SecureAuthException error) when (error.Code == ErrorCodes.InvalidCode)
            {
                Screen.Tell("That is not the code.");
            }
            catch (SecureAuthException error) when (error.Code == ErrorCodes.InvalidToken)
            {
                Screen.Tell("The code has ended. There is another mail.");
                request = await askAgainAsync();
            }
        }

        if (request is null)
        {
            Screen.Tell("This server mails links. Start it with Email__Proof=Code.");
        }

        return false;
    }
}
