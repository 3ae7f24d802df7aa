using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>The operator's own fields and usernames on the page, in a real browser.</summary>
public sealed class FieldsPageTests(FieldsPageSystem system, Chromium chromium)
    : IClassFixture<FieldsPageSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_registration_asks_for_what_is_required_and_the_username_signs_in()
    {
        var (user, taken) = (NewUser.Create(), await system.RegisterAsync());
        await using var tab = await OpenAsync("/account/register");
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("Please fill this in.");
        Assert.DoesNotContain("Floor", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Cost centre", await tab.TextAsync(), StringComparison.Ordinal);

        await tab.FillAsync("Home town", "<Bonn>");
        await tab.ChooseAsync("Newsletter", "true");
        await tab.FillAsync("Username", FieldsPageSystem.UsernameOf(taken));
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("This is not possible here.");
        await tab.FillAsync("Home town", "Bonn");
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("Somebody else has this username");
        await tab.FillAsync("Username", FieldsPageSystem.UsernameOf(user));
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("Profile");
        Assert.Equal("Bonn", await tab.ValueAsync("fields.home_town"));
        Assert.Equal("true", await tab.ValueAsync("fields.newsletter"));

        await tab.PressAsync("Sign out");
        await tab.FillAsync("E-mail or username", FieldsPageSystem.UsernameOf(user));
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Sign in");
        await tab.SeeAsync("Profile");
        Assert.Empty(await tab.ViolationsAsync());
    }

    [Fact]
    public async Task A_user_changes_the_fields_and_the_username()
    {
        var user = await system.RegisterAsync();
        await using var tab = await OpenAsync("/account");
        await tab.FillAsync("E-mail or username", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Sign in");
        await tab.SeeAsync("Cost centre");
        await tab.SeeAsync("4711");
        Assert.Equal("1990-05-01", await tab.ValueAsync("fields.born"));
        Assert.Equal("false", await tab.ValueAsync("fields.newsletter"));

        await tab.FillAsync("Home town", "Kiel");
        await tab.FillAsync("Floor (optional)", "4", "spinbutton");
        await tab.PressAsync("Save");
        await tab.SeeAsync("This has been saved.");
        var name = FieldsPageSystem.UsernameOf(user) + ".2";
        await tab.FillAsync("Username", name);
        await tab.PressAsync("Change the username");
        await tab.SeeAsync("Your username has been changed.");
        Assert.Equal(name, await tab.ValueAsync("username"));

        var stored = await system.Database.ScalarAsync<string>(
            "SELECT fields::text FROM users WHERE email = $1", user.Email);
        var expected = """{"home_town": "Kiel", "newsletter": false, "born": "1990-05-01", "floor": 4, "cost_centre": "4711"}""";
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(stored!)), stored);
        Assert.Empty(await tab.ViolationsAsync());
    }

    private Task<Tab> OpenAsync(string path) => Tab.OpenAsync(chromium, new Uri(system.Origin, path));
}
