using System.Security.Cryptography;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Diagnosis;

[Collection(typeof(DoctorPatients))]
public sealed class DoctorRedisTests(DoctorStack stack)
{
    [Fact]
    public async Task A_server_that_evicts_is_a_warning()
    {
        await ConfigureAsync("maxmemory-policy", "allkeys-lru");
        await ConfigureAsync("maxmemory", "100mb");
        (await stack.ExamineAsync()).Finds("redis_memory", "warning", "maxmemory-policy is allkeys-lru", "noeviction");

        await ConfigureAsync("maxmemory-policy", "noeviction");
        (await stack.ExamineAsync()).IsOk("redis_memory");
        await ConfigureAsync("maxmemory", "0");
    }

    [Fact]
    public async Task A_full_server_is_a_warning_and_refuses_what_the_API_does()
    {
        await ConfigureAsync("maxmemory", "1");
        var full = await stack.ExamineAsync();
        await ConfigureAsync("maxmemory", "0");

        full.Finds("redis_memory", "warning", "MiB are used", "raise maxmemory");
        full.Finds("redis_rights", "wrong", "OOM", "");
        (await stack.ExamineAsync()).IsOk("redis_memory");
    }

    [Fact]
    public async Task A_server_whose_saves_fail_is_wrong()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Folders have no mode there.");
            return;
        }

        var folder = (string)((RedisResult[])(await stack.Redis.ExecuteAsync("CONFIG", "GET", "dir"))!)[1]!;
        var mode = File.GetUnixFileMode(folder);
        File.SetUnixFileMode(folder, UnixFileMode.None);
        await SaveAsync("err");
        var failing = await stack.ExamineAsync();
        File.SetUnixFileMode(folder, mode);

        failing.Finds("redis_persistence", "wrong", "rdb_last_bgsave_status", "see its log and its disk");
        await SaveAsync("ok");
        (await stack.ExamineAsync()).IsOk("redis_persistence");
    }

    /// <summary>The remedy has all that the API needs, so the doctor has no other complaint about this user.</summary>
    [Fact]
    public async Task A_user_with_too_few_rights_is_wrong_until_it_has_those_of_the_remedy()
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var address = stack.Redis.ConnectionString.Split(',')[0];
        var limited = ("ConnectionStrings__redis", $"{address},user=limited,password={password}");
        await stack.Redis.ExecuteAsync(
            "ACL", "SETUSER", "limited", "on", $">{password}", "~secureauth:*", "&secureauth:*", "+@all", "-hset");
        (await stack.ExamineAsync(limited)).Finds("redis_rights", "wrong", "The user executing the script", "~secureauth:*");

        await stack.Redis.ExecuteAsync(
            "ACL", "SETUSER", "limited", "reset", "on", $">{password}", "~secureauth:*", "&secureauth:*",
            "+@read", "+@write", "+@scripting", "+@pubsub", "+@connection", "+time");
        var mended = await stack.ExamineAsync(limited);
        Assert.Equal(0, mended.ExitCode);
        mended.IsOk("redis_rights");
        Assert.Contains("not visible", mended.DetailOf("redis_memory"), StringComparison.Ordinal);
        await stack.Redis.ExecuteAsync("ACL", "DELUSER", "limited");
    }

    [Fact]
    public async Task A_replica_without_its_master_is_a_warning_and_replicas_alone_are_wrong()
    {
        var options = new RedisServerOptions
        {
            Password = stack.Redis.ConnectionString.Split('=')[1],
            Directives = ["replicaof 127.0.0.1 1"],
        };
        await using var replica = await RedisServer.StartAsync(options, TestContext.Current.CancellationToken);
        var address = $"127.0.0.1:{replica.Port}";

        (await stack.ExamineAsync(("ConnectionStrings__redis", $"{address},{stack.Redis.ConnectionString}")))
            .Finds("redis_topology", "warning", "does not reach its master", "network");
        (await stack.ExamineAsync(("ConnectionStrings__redis", replica.ConnectionString)))
            .Finds("redis_topology", "wrong", "none of the servers is a master", "promote");
    }

    private Task<RedisResult> ConfigureAsync(string key, string value) =>
        stack.Redis.ExecuteAsync("CONFIG", "SET", key, value);

    private Task SaveAsync(string status) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                await stack.Redis.ExecuteAsync("BGSAVE");
            }
            catch (RedisServerException)
            {
                // One is under way.
            }

            return ((string)(await stack.Redis.ExecuteAsync("INFO", "persistence"))!)
                .Contains($"rdb_last_bgsave_status:{status}", StringComparison.Ordinal);
        },
        $"a save ends with {status}");
}
