using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Configuration;

/// <summary>The Production environment with the defaults.</summary>
public sealed class ProductionTests(TestSystem system)
{
    [Fact]
    public async Task Production_defaults_are_work_factor_12_the_documented_limits_and_JSON_logs()
    {
        var settings = system.Settings.ForApi(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("Tokens__Issuer", "https://auth.test"));
        foreach (var key in settings.Keys.Where(IsWeakened).ToList())
        {
            settings.Remove(key);
        }

        await using var api = await ApiProcess.StartAsync(settings);
        var client = new TestClient(api);
        var user = NewUser.Create();

        var registered = await client.RegisterAsync(user);
        Assert.Equal(HttpStatusCode.Created, registered.Status);
        Assert.Equal("\"register\";q=3;w=3600", registered.Header("RateLimit-Policy"));
        Assert.StartsWith(
            "$bcrypt-sha256$v=2,t=2b,r=12$",
            await system.Database.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", user.Email),
            StringComparison.Ordinal);

        var signedIn = await client.LoginAsync(user);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        Assert.Equal("\"login\";q=5;w=60", signedIn.Header("RateLimit-Policy"));
        Assert.Equal("https://auth.test", (string?)Jwt.Read(signedIn["access_token"]).Claims["iss"]);
        Assert.Equal("\"refresh\";q=30;w=60", (await client.RefreshAsync("garbage")).Header("RateLimit-Policy"));
        Assert.Equal("\"default\";q=300;w=60", (await client.MeAsync(signedIn["access_token"])).Header("RateLimit-Policy"));

        Assert.NotEmpty(api.Log.All);
        Assert.Equal(api.Log.All.Count, api.Log.Records.Count());
    }

    private static bool IsWeakened(string key) =>
        key.StartsWith("RateLimits__", StringComparison.Ordinal) || key == "Passwords__BcryptWorkFactor";
}
