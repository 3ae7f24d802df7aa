using System.Net;
using System.Security.Cryptography;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A user that no other test knows.</summary>
internal sealed record NewUser(string Email, string Password, string? DisplayName = null)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public static NewUser Create() => new($"{RandomText(12)}@users.test", StrongPassword(), "Test Person");

    /// <summary>A user with an account and no session.</summary>
    public static async Task<NewUser> RegisterAsync(TestClient client)
    {
        var user = Create();
        var registered = await client.RegisterAsync(user);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        return user;
    }

    /// <summary>
    /// 78 random bits, which are in no list of common passwords. Without an "e" or a digit that is read as one, they never
    /// contain a word of the user's name or address.
    /// </summary>
    public static string StrongPassword() => RandomNumberGenerator.GetString("abcdfghijkmnpqrstuvwxyz2456789", 16);

    /// <summary>A username. Its letters look like no others, so that it is its own key.</summary>
    public static string Username() => RandomNumberGenerator.GetString("abcdefghkptuxyz", 12);

    private static string RandomText(int length) => RandomNumberGenerator.GetString(Letters, length);
}
