using System.Net;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>Each incident happens, and the page's playbook finds it, ends it and proves that.</summary>
public sealed class IncidentTests(TestSystem system)
{
    private const string StolenToken = "A refresh token was stolen";
    private const string LeakedKey = "A signing key leaked";
    private const string LeakedDatabase = "A copy of the database leaked";
    private const string Stuffing = "Credential stuffing is under way";
    private const string LockedOut = "An executive is locked out";
    private const string LostRedis = "Redis is lost";

    /// <summary>The attacker of the page.</summary>
    private const string Attacker = "203.0.113.7";

    public static readonly string[] Headings = [StolenToken, LeakedKey, LeakedDatabase, Stuffing, LockedOut, LostRedis];

    [Fact]
    public async Task A_stolen_refresh_token()
    {
        await using var installation = await Installation.CreateAsync(system, ("Sessions__RefreshGrace", "00:00:00"));
        var ann = await SignInAsync(installation, "ann@example.com");
        var elsewhere = await ann.SignInAgainAsync();
        var stolen = ann.RefreshToken;
        var thief = new TestClient(installation.Api);
        var taken = await thief.RefreshAsync(stolen);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Problems.Is("refresh_token_reused", await ann.Client.RefreshAsync(stolen));
        await installation.Shell.WriteAsync("token.txt", stolen + "\n");

        await installation.FollowAsync(StolenToken);

        Assert.Contains(
            thief.Address,
            await File.ReadAllTextAsync(installation.Shell.PathOf("ann.json"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await elsewhere.IsSignedOutAsync();
        Problems.Is("invalid_token", await thief.MeAsync(taken["access_token"]));
        Problems.Is("invalid_refresh_token", await thief.RefreshAsync(taken["refresh_token"]));
        Problems.Is("invalid_credentials", await ann.Client.LoginAsync(ann.Account));
    }

    [Fact]
    public async Task A_leaked_signing_key()
    {
        await using var installation = await Installation.CreateAsync(system);
        var ann = await SignInAsync(installation, "ann@example.com");
        await installation.Shell.WriteAsync("old-token.txt", ann.AccessToken + "\n");
        await installation.Shell.WriteAsync("token.txt", ann.RefreshToken + "\n");

        await installation.FollowAsync(LeakedKey);

        Problems.Is("invalid_token", await ann.Client.MeAsync(ann.AccessToken));
        await SignInAsync(installation, "ben@example.com");
    }

    [Fact]
    public async Task A_leaked_copy_of_the_database()
    {
        await using var installation = await Installation.CreateAsync(system);
        var ann = await EnrolledUser.CreateAsync(
            installation.Database, await SignInAsync(installation, "ann@example.com"));
        var ben = await SignInAsync(installation, "ben@example.com");
        var signedIn = await ann.SignInAsync();
        await installation.Shell.WriteAsync("token.txt", signedIn.RefreshToken + "\n");
        await installation.Shell.WriteAsync("secrets.txt", string.Join('\n', (string[])
        [
            signedIn.AccessToken, signedIn.RefreshToken, ben.AccessToken, ben.RefreshToken, ben.DeviceToken!, ann.App.Secret,
            .. ann.RecoveryCodes, ann.User.Account.Password, ben.Account.Password,
        ]));
        var playbook = installation.Open(LeakedDatabase);

        await playbook.NextAsync();
        var old = installation.Settings.MasterKey;
        await installation.RestartAsync(("Keys__Master__0", Settings.NewKey()), ("Keys__Master__1", old));
        await playbook.NextAsync();
        await playbook.NextAsync();
        await installation.RestartAsync();
        await playbook.NextAsync();
        await playbook.NextAsync();
        playbook.Ends();

        await installation.RestartAsync(("Keys__Master__1", null));
        var client = ann.Client.Through(installation.Api);
        Problems.Is("invalid_token", await client.MeAsync(signedIn.AccessToken));
        Problems.Is("invalid_refresh_token", await client.RefreshAsync(ben.RefreshToken));
        var again = await client.LoginAsync(ann.User.Account);
        Assert.True(again.Status == HttpStatusCode.OK, again.ToString());
        Assert.NotEmpty(again["access_token"]);
    }

    [Fact]
    public async Task Credential_stuffing()
    {
        await using var installation = await Installation.CreateAsync(system);
        var ben = await SignInAsync(installation, "ben@example.com");
        var client = new TestClient(installation.Api) { Address = Attacker };
        for (var i = 0; i < 20; i++)
        {
            var victim = i % 4 == 0 ? (await NewUser.RegisterAsync(installation.NewClient())).Email : NewUser.Create().Email;
            Problems.Is("invalid_credentials", await client.LoginAsync(victim, "a password from elsewhere"));
        }

        var stolen = await client.LoginAsync(ben.Account);
        Assert.Equal(HttpStatusCode.OK, stolen.Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ben.Client.LogoutAsync(ben.AccessToken)).Status);
        await installation.Shell.WriteAsync("token.txt", stolen["refresh_token"] + "\n");
        await installation.Shell.WriteAsync(
            "stolen.json", $$"""{"email": "{{ben.Account.Email}}", "password": "{{ben.Account.Password}}"}""");

        await installation.FollowAsync(Stuffing);

        await (ben with { AccessToken = stolen["access_token"], RefreshToken = stolen["refresh_token"] }).IsSignedOutAsync();
    }

    [Fact]
    public async Task A_locked_out_executive()
    {
        await using var installation = await Installation.CreateAsync(system);
        var cfo = await EnrolledUser.CreateAsync(
            installation.Database, await SignInAsync(installation, "cfo@example.com"));
        var attacker = installation.NewClient();
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_credentials", await attacker.LoginAsync("cfo@example.com", "not the password"));
        }

        Problems.Is("account_locked", await cfo.Client.LoginAsync(cfo.User.Account));
        var playbook = installation.Open(LockedOut);

        await playbook.NextAsync();
        await playbook.NextAsync();
        await playbook.NextAsync();
        Assert.Equal(HttpStatusCode.OK, (await cfo.Client.LoginAsync(cfo.User.Account)).Status);
        await playbook.NextAsync();
        var signedIn = await cfo.Client.LoginAsync(cfo.User.Account);
        Assert.NotEmpty(signedIn["access_token"]);
        await playbook.NextAsync();

        playbook.Ends();
        await cfo.User.IsSignedOutAsync();
    }

    [Fact]
    public async Task A_lost_Redis()
    {
        await using var redis = new RestartableRedis();
        await redis.StartAsync();
        await using var installation = await Installation.CreateAsync(
            system, ("ConnectionStrings__redis", redis.ConnectionString));
        var before = await SignInAsync(installation, "ben@example.com");
        Assert.Equal(HttpStatusCode.NoContent, (await before.Client.LogoutAsync(before.AccessToken)).Status);
        var ann = await SignInAsync(installation, "ann@example.com");
        await installation.Shell.WriteAsync("token.txt", ann.RefreshToken + "\n");
        var playbook = installation.Open(LostRedis);
        await redis.KillAsync();

        await playbook.NextAsync();
        await before.IsSignedOutAsync();
        await playbook.NextAsync();
        await ann.IsSignedOutAsync();
        await SignInAsync(installation, "carl@example.com");
        await redis.StartAsync();
        await playbook.NextAsync();
        await playbook.NextAsync();

        playbook.Ends();
        await before.IsSignedOutAsync();
        await ann.IsSignedOutAsync();
        Assert.Empty(installation.Api.Log.Errors);
    }

    private static Task<SignedInUser> SignInAsync(Installation installation, string email) =>
        SignedInUser.CreateAsync(installation.NewClient(), NewUser.Create() with { Email = email });
}
