using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.RateLimiting;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>limits show</c> and <c>limits reset</c>, with the limits of <see cref="LimitedApi"/>.</summary>
[Collection(typeof(LimitedApi))]
public sealed class LimitsTests(TestSystem system, LimitedApi limited)
{
    private Dictionary<string, string> Operators => new(system.Settings.ForOperators())
    {
        ["RateLimits__Login__Permits"] = "5",
        ["RateLimits__Login__Window"] = "1.00:00:00",
    };

    [Theory]
    [InlineData("192.0.2.207", "192.0.2.207", "192.0.2.207")]
    [InlineData("192.0.2.208", "::ffff:192.0.2.208", "192.0.2.208")]
    [InlineData("2001:db8:7:7::1", "2001:db8:7:7:1:2:3:4", "2001:db8:7:7::/64")]
    [InlineData("2001:db8:7:8::1", "2001:db8:7:8::/64", "2001:db8:7:8::/64")]
    public async Task The_buckets_of_an_address_are_shown_and_reset(string address, string key, string shown)
    {
        var client = limited.NewClient(address);
        await UseUpAsync(client);

        var before = await SucceedAsync("limits", "show", key, "--output", "json");
        Assert.Equal(shown, before.Json.GetProperty("key").GetString());
        var login = Bucket(before, "login");
        Assert.Equal((5, 0L), (login.GetProperty("permits").GetInt32(), login.GetProperty("left").GetInt64()));
        Assert.Equal(LimitedApi.Day, login.GetProperty("window").GetDouble());
        Assert.InRange(
            login.GetProperty("full_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(),
            TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        var untouched = Bucket(before, "register");
        Assert.Equal(JsonValueKind.Null, untouched.GetProperty("full_at").ValueKind);

        var dry = await SucceedAsync("limits", "reset", key, "--dry-run", "--output", "json");
        Problems.Is("rate_limited", await client.LoginAsync(NewUser.Create()));
        var reset = await SucceedAsync("limits", "reset", key, "--reason", "ticket 2", "--output", "json");

        Assert.Equal(dry.Json.GetProperty("limits_reset").GetInt32(), reset.Json.GetProperty("limits_reset").GetInt32());
        Problems.Is("invalid_credentials", await client.LoginAsync(NewUser.Create()));
        var after = await SucceedAsync("limits", "show", key, "--output", "json");
        Assert.Equal(4, Bucket(after, "login").GetProperty("left").GetInt64());
        var row = Assert.Single(await system.Database.AuditWhereAsync(
            "event = $1 AND reason = $2", AuditEvent.LimitsReset, $"address={shown} ticket 2"));
        Assert.Equal(ActorKind.Operator, row.ActorKind);
    }

    [Fact]
    public async Task What_is_full_is_not_reset_and_not_recorded()
    {
        var result = await SucceedAsync("limits", "reset", "198.51.100.99", "--output", "json");

        Assert.False(result.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(0, await system.Database.AuditCountWhereAsync("reason LIKE 'address=198.51.100.99%'"));
    }

    [Fact]
    public async Task The_attempts_at_an_account_are_shown_and_reset()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        for (var guess = 0; guess < 5; guess++)
        {
            await user.Client.LoginAsync(user.Account.Email, "not the password");
        }

        var shown = await SucceedAsync("limits", "show", user.Account.Email.ToUpperInvariant(), "--output", "json");
        Assert.Equal(user.Id, shown.Json.GetProperty("user_id").GetGuid());
        var attempts = Assert.Single(shown.Json.GetProperty("attempts").EnumerateArray());
        Assert.Equal("account", attempts.GetProperty("scope").GetString());
        Assert.Equal((5, 0), (attempts.GetProperty("permits").GetInt32(), attempts.GetProperty("left").GetInt32()));
        Assert.Equal(5, attempts.GetProperty("consecutive_failures").GetInt32());
        Assert.True(attempts.GetProperty("locked_until").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());

        await SucceedAsync("limits", "reset", user.Account.Email, "--reason", "ticket 3");

        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.Account)).Status);
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.LimitsReset));
        Assert.Equal("ticket 3", row.Reason);
    }

    [Fact]
    public async Task The_attempts_at_an_address_without_an_account_are_shown_and_reset()
    {
        var stranger = NewUser.Create();
        var client = system.NewClient();
        await client.LoginAsync(stranger);

        var shown = await SucceedAsync("limits", "show", stranger.Email, "--output", "json");
        Assert.Equal(JsonValueKind.Null, shown.Json.GetProperty("user_id").ValueKind);
        Assert.Equal(4, shown.Json.GetProperty("attempts")[0].GetProperty("left").GetInt32());
        await SucceedAsync("limits", "reset", stranger.Email);

        var after = await SucceedAsync("limits", "show", stranger.Email, "--output", "json");
        Assert.Equal(5, after.Json.GetProperty("attempts")[0].GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task The_mailed_links_of_an_account_are_shown_and_reset()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync("UPDATE users SET email_verified = true WHERE id = $1", user.Id);
        await user.Client.ForgotAsync(user.Account.Email);
        await Eventually.IsTrueAsync(async () => await LeftAsync() == 4, "the mail is sent and counts");

        await SucceedAsync("limits", "reset", user.Account.Email);

        Assert.Equal(5, await LeftAsync());

        async Task<int> LeftAsync()
        {
            var shown = await SucceedAsync("limits", "show", user.Account.Email, "--output", "json");
            return shown.Json.GetProperty("mails").EnumerateArray()
                .Single(mail => mail.GetProperty("kind").GetString() == "reset_password").GetProperty("left").GetInt32();
        }
    }

    [Fact]
    public async Task The_devices_of_an_account_are_reset_too()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await user.Client.LoginAsync(user.Account.Email, "not the password", user.DeviceToken);

        var shown = await SucceedAsync("limits", "show", user.Account.Email, "--output", "json");
        Assert.Contains(
            shown.Json.GetProperty("attempts").EnumerateArray(),
            row => row.GetProperty("scope").GetString() == "known_device" && row.GetProperty("left").GetInt32() == 4);
        await SucceedAsync("limits", "reset", user.Account.Email);

        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM account_attempts WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task Without_Redis_nothing_is_reset_or_recorded()
    {
        var settings = new Dictionary<string, string>(system.Settings.ForOperators())
        {
            ["ConnectionStrings__redis"] = $"127.0.0.1:{FreePort.Next()}",
        };
        foreach (var command in new[] { "show", "reset" })
        {
            var result = await Cli.RunAsync(settings, "", "limits", command, "198.51.100.77");

            Assert.True(result.ExitCode == 5, result.ToString());
            Assert.Empty(result.Output);
            Assert.Single(result.Messages.Trim().Split('\n'));
            Assert.Contains("Redis", result.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(0, await system.Database.AuditCountWhereAsync("reason LIKE 'address=198.51.100.77%'"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("198.51.100.0/24")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task A_key_is_an_address_or_an_email(string key)
    {
        var result = await Cli.RunAsync(system.Settings, "limits", "show", key);

        Assert.True(result.ExitCode == 2, result.ToString());
    }

    private static JsonElement Bucket(CliResult result, string policy) => result.Json.GetProperty("buckets").EnumerateArray()
        .Single(bucket => bucket.GetProperty("policy").GetString() == policy);

    private static async Task UseUpAsync(TestClient client)
    {
        Response response;
        do
        {
            response = await client.LoginAsync(NewUser.Create());
        }
        while (response.Status == HttpStatusCode.Unauthorized);

        Problems.Is("rate_limited", response);
    }

    private Task<CliResult> SucceedAsync(params string[] arguments) => Cli.SucceedAsync(Operators, arguments);
}
