using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Stores;

/// <summary>The user of Redis that docs/security.md recommends.</summary>
public sealed partial class RedisUserTests(TestSystem system)
{
    /// <summary>What the client library asks for besides, and can do without.</summary>
    private static readonly string[] Dispensable = ["config|get", "sentinel|masters"];

    [Fact]
    public async Task The_documented_user_suffices_and_may_do_nothing_else()
    {
        Assert.SkipUnless(RedisServer.IsInstalled && system.Redis.IsOurs, "There is no redis-server of our own.");
        var options = ConfigurationOptions.Parse(system.Redis.ConnectionString);
        await using var admin = await ConnectionMultiplexer.ConnectAsync(options);
        options.User = $"user-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        options.Password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await admin.GetDatabase().ExecuteAsync("ACL", [.. DocumentedRule(options.User, options.Password)]);
        var redis = options.ToString(includePassword: true);

        await using (var first = await system.StartProcessAsync(("ConnectionStrings__redis", redis)))
        await using (var second = await system.StartProcessAsync(("ConnectionStrings__redis", redis)))
        {
            var user = await SignedInUser.CreateAsync(new TestClient(first));
            Assert.Equal(HttpStatusCode.OK, (await user.Client.Through(second).MeAsync(user.AccessToken)).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await user.Client.LogoutAsync(user.AccessToken)).Status);
            await user.IsSignedOutAsync();
            Problems.Is("invalid_token", await user.Client.Through(second).MeAsync(user.AccessToken));
            Problems.Is("invalid_token", await user.Client.MeAsync("garbage"));
            foreach (var api in new[] { first, second })
            {
                Assert.Equal("Healthy", (await new TestClient(api).GetAsync("/health")).Body);
            }
        }

        Assert.Empty((await RefusedAsync(admin, options.User)).Except(Dispensable));
        options.AllowAdmin = true;
        await using var same = await ConnectionMultiplexer.ConnectAsync(options);
        var database = same.GetDatabase();
        foreach (var command in new[]
        {
            "FLUSHALL", "FLUSHDB", "KEYS *", "CONFIG GET requirepass", "GET other", "ACL LIST", "SHUTDOWN",
        })
        {
            var words = command.Split(' ');
            var refused = await Assert.ThrowsAsync<RedisServerException>(() => database.ExecuteAsync(words[0], [.. words[1..]]));
            Assert.StartsWith("NOPERM", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The arguments of the command in the document, with another name and password.</summary>
    private static string[] DocumentedRule(string name, string password)
    {
        var text = File.ReadAllText(Repository.PathOf("docs/security.md"));
        var rule = Rule().Match(text);
        Assert.True(rule.Success);
        return
        [
            "SETUSER", name, "on", ">" + password,
            .. rule.Groups["rules"].Value.Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries),
        ];
    }

    /// <summary>The commands, keys and channels that Redis has refused to the user.</summary>
    private static async Task<IReadOnlyList<string>> RefusedAsync(ConnectionMultiplexer admin, string name)
    {
        var entries = (RedisResult[])(await admin.GetDatabase().ExecuteAsync("ACL", "LOG", "1000"))!;
        return
        [
            .. entries.Select(entry => entry.ToDictionary())
                .Where(entry => entry["username"].ToString() == name)
                .Select(entry => entry["object"].ToString()),
        ];
    }

    [GeneratedRegex(@"^ACL SETUSER secureauth on >PASSWORD (?<rules>(?:[^\n]*\\\n)*[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
