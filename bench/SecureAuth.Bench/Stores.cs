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
    private readonly string _rolePassword = Secret();
    private int _databases;

    private Stores(TemporaryFolder folder, PostgresServer postgres, RedisServer redis)
    {
        _folder = folder;
        _postgres = postgres;
        _redis = redis;
    }

    public string RedisConnectionString => _redis.ConnectionString;

    /// <param name="durable">Whether PostgreSQL waits for the disk, as it does in production.</param>
    /// <param name="settings">Further settings of PostgreSQL.</param>
    /// <param name="log">Receives the lines of PostgreSQL's log.</param>
    public static async Task<Stores> StartAsync(
        bool durable = false, IReadOnlyDictionary<string, string>? settings = null, Action<string>? log = null)
    {
        var folder = TemporaryFolder.Create("secureauth-bench-");
        var options = new PostgresServerOptions
        {
            Folder = folder.Subfolder("postgres"),
            OwnerPassword = Secret(),
            Throwaway = !durable,
            Settings = settings ?? new Dictionary<string, string>(),
            Log = log ?? (_ => { }),
        };
        var postgres = await PostgresServer.StartAsync(options, CancellationToken.None);
        var redis = await RedisServer.StartAsync(new RedisServerOptions { Password = Secret() }, CancellationToken.None);
        return new Stores(folder, postgres, redis);
    }

    public Task<Target> StartOursAsync() => StartOursAsync("SecureAuth", "ours");

    /// <summary>Starts SecureAuth with telemetry that is sent to a collector.</summary>
    public Task<Target> StartTracedAsync(Uri collector) => StartOursAsync(
        "SecureAuth with an exporter",
        "traced",
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.OriginalString),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

    /// <summary>Creates a database and migrates it.</summary>
    /// <param name="database">The name of the database.</param>
    /// <param name="changes">Settings of the API and the command line that differ from the usual ones.</param>
    public async Task<Deployment> DeployAsync(string database, params (string Key, string Value)[] changes)
    {
        var owner = await CreateDatabaseAsync(database);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__secureauth"] = RoleIn(owner, "secureauth_api"),
            ["ConnectionStrings__operator"] = RoleIn(owner, "secureauth_operator"),
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

        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        var deployment = new Deployment(owner, settings);
        await deployment.MigrateAsync();
        return deployment;
    }

    /// <summary>Creates a database for stock Identity, which creates its tables itself, and returns its settings.</summary>
    public async Task<Dictionary<string, string>> DeployStockAsync() => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__stock"] = await CreateDatabaseAsync("stock"),
    };

    public async Task<Target> StartStockAsync()
    {
        var address = Deployment.NewAddress();
        var settings = await DeployStockAsync();
        settings["ASPNETCORE_URLS"] = address.OriginalString;
        var owner = settings["ConnectionStrings__stock"];
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

    private async Task<Target> StartOursAsync(string name, string database, params (string Key, string Value)[] changes)
    {
        var deployment = await DeployAsync(database, changes);
        var target = await deployment.StartApiAsync(name);
        await SeedAsync(target, deployment.Owner, CopyOurs);
        return target;
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

    /// <summary>The password of a role is the same in every database, because the roles belong to the server.</summary>
    private string RoleIn(string owner, string role) => new NpgsqlConnectionStringBuilder(owner)
    {
        Username = role,
        Password = _rolePassword,
    }.ConnectionString;

    private async Task<string> CreateDatabaseAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString;
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
