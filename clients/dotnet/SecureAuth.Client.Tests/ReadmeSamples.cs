using System.Text.Json.Nodes;
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

    public static async Task RegisterAsync(SecureAuthClient auth, string email, string password)
    {
        var outcome = await auth.RegisterAsync(new NewAccount(email, password)
        {
            Username = "ann.lee",
            Fields = new JsonObject { ["company"] = "Acme", ["born"] = "2000-02-29" },
        });
        if (outcome.Code is { } request)
        {
            await auth.VerifyEmailAsync(request, await AskForCodeAsync());
        }
    }

    public static async Task ResetAsync(SecureAuthClient auth, string email, string chosen)
    {
        if (await auth.ForgotPasswordAsync(email) is { } request)
        {
            await auth.ResetPasswordAsync(request, await AskForCodeAsync(), chosen);
        }
    }

    public static async Task ProfileAsync(SecureAuthClient auth, SecureAuthSession session, string password)
    {
        var profile = await session.Account.ChangeFieldsAsync(new JsonObject { ["department"] = "Sales", ["born"] = null });
        Console.WriteLine(profile.Fields?["department"]?.GetString());

        var fresh = await session.Account.ReauthenticateWithPasswordAsync(password);
        await auth.ForUser(fresh.AccessToken).ChangeUsernameAsync("ann.meyer");
    }

    public static async Task<string> ErrorsAsync(SecureAuthSession session, string current, string chosen)
    {
        try
        {
            await session.Account.ChangePasswordAsync(current, chosen);
        }
        catch (SecureAuthException error) when (error.Code == ErrorCodes.WeakPassword)
        {
            return string.Join(", ", error.Errors["password"]);
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
