using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Stores;

/// <summary>Names the stores of this run: the attachment shows them among the results of <c>dotnet test</c>.</summary>
public sealed class StoresTests(TestSystem system)
{
    [Fact]
    public async Task The_stores_of_this_run_are_real_servers()
    {
        var version = await system.Database.ScalarAsync<string>("SELECT version()");
        Assert.StartsWith("PostgreSQL", version, StringComparison.Ordinal);

        await using var redis = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var server = redis.GetServers()[0];
        TestContext.Current.AddAttachment(
            $"run on Redis {server.Version} ({system.Redis.Description}) and PostgreSQL ({system.Postgres.Description})",
            version!);
    }
}
