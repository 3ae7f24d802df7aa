using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Client.Tests;

/// <summary>The code of the READMEs, which is thereby compiled.</summary>
internal static class ReadmeSamples
{
    public static async Task FirstStepsAsync(string password)
    {
        var services = new ServiceCollection();
        services.AddSecureAuthClient(options => options.Address = new Uri("https://auth.example.com"));
        services.AddSecureAuthSession();
        services.AddHttpClient("orders", http => http.BaseAddress = new Uri("https://orders.example.com"))
            .AddSecureAuthAccessToken();
        await using var provider = services.BuildServiceProvider();

        var auth = provider.GetRequiredService<SecureAuthClient>();
        var session = provider.GetRequiredService<SecureAuthSession>();
        if (await auth.SignInAsync("ann@example.com", password) is SignInOutcome.SignedIn signedIn)
        {
            await session.StartAsync(signedIn.Tokens);
        }

        var orders = provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        Console.WriteLine(await orders.GetStringAsync("/orders"));
        Console.WriteLine((await session.Account.GetProfileAsync()).Email);
        await session.SignOutAsync();
    }

    public static async Task<TokenPair> ThreeOutcomesAsync(
        SecureAuthClient auth, string email, string password, string? deviceToken)
    {
        var tokens = await auth.SignInAsync(email, password, deviceToken) switch
        {
            SignInOutcome.SignedIn done => done.Tokens,
            SignInOutcome.SecondFactorRequired step =>
                await auth.CompleteSignInAsync(step.TempToken, await AskForCodeAsync()),
            SignInOutcome.SetUpRequired step => await SetUpAuthenticatorAsync(auth.ForUser(step.SetUpToken)),
            _ => throw new NotSupportedException(),
        };
        return tokens;
    }

    public static async Task<string> ErrorsAsync(SecureAuthSession session, string current, string chosen)
    {
        try
        {
            await session.Account.ChangePasswordAsync(current, chosen);
        }
        catch (SecureAuthException error) when (error.Code == ErrorCodes.WeakPassword)
        {
            return string.Join(", ", error.Errors["new_password"]);
        }
        catch (SecureAuthException error) when (error.Code == ErrorCodes.AccountLocked)
        {
            return error.RetryAfter is { } wait ? $"Locked for {wait.TotalMinutes:0} minutes." : "Reset your password.";
        }

        return "";
    }

    public static async Task FreshAsync(SecureAuthClient auth, SecureAuthSession session, string password)
    {
        var fresh = await session.Account.ReauthenticateWithPasswordAsync(password);
        await auth.ForUser(fresh.AccessToken).DeleteAsync();
    }

    public static void Revocations(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication()
            .AddJwtBearer(options =>
            {
                options.Authority = "https://auth.example.com";
                options.Audience = "secureauth";
                options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
                options.TokenValidationParameters.ValidTypes = ["at+jwt"];
            })
            .AddSecureAuthRevocations(options =>
            {
                options.Address = new Uri("https://auth.example.com");
                options.ClientId = "orders";
                options.ClientSecret = builder.Configuration["Auth:ClientSecret"]!;
            });
    }

    public static void Introspection(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("SecureAuth").AddSecureAuthIntrospection(options =>
        {
            options.Address = new Uri("https://auth.example.com");
            options.Audience = "secureauth";
            options.ClientId = "orders";
            options.ClientSecret = builder.Configuration["Auth:ClientSecret"]!;
        });
    }

    private static Task<string> AskForCodeAsync() => Task.FromResult("123456");

    private static async Task<TokenPair> SetUpAuthenticatorAsync(AccountClient account)
    {
        await account.SetUpAuthenticatorAsync();
        return (await account.ConfirmAuthenticatorAsync(await AskForCodeAsync())).Tokens!;
    }
}
