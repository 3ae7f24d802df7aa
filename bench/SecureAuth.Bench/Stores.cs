using System.Security.Cryptography;
using Npgsql;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>A throwaway PostgreSQL and Redis, and the servers under load on top of them.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private const string CopyOurs =
        """
        INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object(
            'id', gen_random_uuid(), 'email', 'user' || i || '@example.com',
            'normalized_email', 'USER' || i || '@EXAMPLE.COM'))).*
        FROM users u, generate_series(1, $1) i WHERE u.email = 'user0@example.com'
        """;

    private const string CopyStock =
        """
        INSERT INTO "AspNetUsers" SELECT (jsonb_populate_record(u, jsonb_build_object(
            'Id', gen_random_uuid(), 'Email', 'user' || i || '@example.com', 'NormalizedEmail', 'USER' || i || '@EXAMPLE.COM',
            'UserName', 'user' || i || '@example.com', 'NormalizedUserName', 'USER' || i || '@EXAMPLE.COM'))).*
        FROM "AspNetUsers" u, generate_series(1, $1) i WHERE u."Email" = 'user0@example.com'
        """;

    private static readonly string[] Policies = ["Register", "Login", "SecondFactor", "Refresh", "Default"];

    private readonly TemporaryFolder _folder;
    private readonly PostgresServer _postgres;
    private readonly RedisServer _redis;
    private readonly string _apiPassword = Secret();
    private int _databases;

    private Stores(TemporaryFolder folder, PostgresServer postgres, RedisServer redis)
    {
        _folder = folder;
        _postgres = postgres;
        _redis = redis;
    }

    /// <param name="durable">Whether PostgreSQL waits for the disk, as it does in production.</param>
    public static async Task<Stores> StartAsync(bool durable = false)
    {
        var folder = TemporaryFolder.Create("secureauth-bench-");
        var postgres = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = folder.Subfolder("postgres"), OwnerPassword = Secret(), Throwaway = !durable },
            CancellationToken.None);
        var redis = await RedisServer.StartAsync(new RedisServerOptions { Password = Secret() }, CancellationToken.None);
        return new Stores(folder, postgres, redis);
    }

    public Task<Target> StartOursAsync() => StartOursAsync("SecureAuth", "ours", []);

    /// <summary>Starts SecureAuth with telemetry that is sent to a collector.</summary>
    public Task<Target> StartTracedAsync(Uri collector) => StartOursAsync(
        "SecureAuth with an exporter",
        "traced",
        new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.OriginalString, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });

    private async Task<Target> StartOursAsync(string name, string database, Dictionary<string, string> variables)
    {
        var owner = await CreateDatabaseAsync(database);
        var api = new NpgsqlConnectionStringBuilder(owner)
        {
            Username = "secureauth_api", Password = _apiPassword,
        }.ConnectionString;
        var address = NewAddress();
        var settings = new Dictionary<string, string>(variables)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = address.OriginalString,
            ["ConnectionStrings__secureauth"] = api,
            ["ConnectionStrings__redis"] = $"{_redis.ConnectionString},defaultDatabase={_databases++}",
            ["Tokens__Issuer"] = "https://auth.bench",
            ["Tokens__Audience"] = "bench",
            ["Passwords__Peppers__0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Keys__Master__0"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Accounts__EmailVerification"] = "Optional",
            ["Proxy__TrustedNetworks__0"] = "127.0.0.1/32",
        };
        foreach (var policy in Policies)
        {
            settings[$"RateLimits__{policy}__Permits"] = "1000000";
        }

        var migration = new Dictionary<string, string>(settings) { ["ConnectionStrings__migrations"] = owner };
        var migrated = await ChildProcess.RunAsync(
            Repository.Programs.Command("SecureAuth.AdminCli", "secureauth", migration, "migrate"),
            Console.Error.WriteLine,
            CancellationToken.None);
        if (migrated != 0)
        {
            throw new InvalidOperationException("The migration failed.");
        }

        var process = await ChildProcess.StartAsync(
            Repository.Programs.Command("SecureAuth.Api", "SecureAuth.Api", settings), _ => { });
        var target = new Target(name, address, process, Routes.Ours);
        await SeedAsync(target, owner, CopyOurs);
        return target;
    }

    public async Task<Target> StartStockAsync()
    {
        var owner = await CreateDatabaseAsync("stock");
        var address = NewAddress();
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = address.OriginalString,
            ["ConnectionStrings__stock"] = owner,
        };
        var process = await ChildProcess.StartAsync(
            Repository.Programs.Command("bench/StockIdentity", "StockIdentity", settings), _ => { });
        var target = new Target("MapIdentityApi", address, process, Routes.Stock);
        await SeedAsync(target, owner, CopyStock);
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>
    /// Registers one user and copies its row for the others, because hashing a password for each would take minutes.
    /// </summary>
    private static async Task SeedAsync(Target target, string owner, string copy)
    {
        await target.WaitUntilHealthyAsync();
        await target.RegisterAsync();
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(copy);
        command.Parameters.AddWithValue(Target.Users);
        await command.ExecuteNonQueryAsync();
        await target.AuthorizeAsync();
    }

    private async Task<string> CreateDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString;
    }

    private static Uri NewAddress() => new($"http://127.0.0.1:{FreePort.Next()}");

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
