using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A page for another product, with other rules for passwords, where users may sign in before they verify.</summary>
public sealed class ConfiguredPageSystem(TestSystem system) : PageSystem(system)
{
    internal const string Product = "Bread & \"Butter\" <i>";

    private protected override (string Key, string Value)[] Changes =>
    [
        ("Accounts__EmailVerification", "Optional"),
        ("Email__ProductName", Product),
        ("Passwords__MinimumLength", "9"),
        ("Passwords__RequireDigit", "true"),
    ];

    internal override async Task<NewUser> RegisterAsync()
    {
        var user = NewUser.Create() with { Password = NewUser.StrongPassword() + "7" };
        await NewClient().RegisterAsync(user);
        return user;
    }
}
