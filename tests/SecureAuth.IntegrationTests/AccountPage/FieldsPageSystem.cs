using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A page where accounts have a username and fields of every type.</summary>
public sealed class FieldsPageSystem(TestSystem system) : PageSystem(system)
{
    private protected override (string Key, string Value)[] Changes =>
    [
        ("Accounts__EmailVerification", "Optional"),
        ("Accounts__Usernames", "Required"),
        .. CustomApis.Field(0, ("Name", "home_town"), ("Required", "true"), ("MaxLength", "20"), ("Pattern", "^[^<>]+$")),
        .. CustomApis.Field(1, ("Name", "newsletter"), ("Type", "boolean"), ("Required", "true")),
        .. CustomApis.Field(2, ("Name", "born"), ("Type", "date")),
        .. CustomApis.Field(3, ("Name", "floor"), ("Type", "integer")),
        .. CustomApis.Field(4, ("Name", "cost_centre"), ("EditableBy", "Operator")),
    ];

    internal override async Task<NewUser> RegisterAsync()
    {
        var user = NewUser.Create();
        var registered = await NewClient().RegisterAsync(
            user, new { home_town = "Bonn", newsletter = false, born = "1990-05-01" }, UsernameOf(user));
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        await Database.ExecuteAsync(
            """UPDATE users SET fields = fields || '{"cost_centre": "4711"}' WHERE email = $1""", user.Email);
        return user;
    }

    /// <summary>A username that nobody else has.</summary>
    internal static string UsernameOf(NewUser user) => "u" + user.Email.Split('@')[0];
}
