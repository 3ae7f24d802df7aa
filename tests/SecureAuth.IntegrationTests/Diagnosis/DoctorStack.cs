using System.Security.Cryptography;
using Npgsql;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Diagnosis;

/// <summary>The tests of the doctor run one after the other, and mend what they have broken.</summary>
[CollectionDefinition]
public sealed class DoctorPatients : ICollectionFixture<DoctorStack>;

/// <summary>A sound installation: its servers are as durable as in production, and nothing is weak.</summary>
public sealed class DoctorStack : OptionalFixture
{
    private TemporaryFolder? _folder;
    private PostgresServer? _server;
    private RestartableRedis? _redis;
    private Settings? _settings;
    private Database? _database;
    private Database? _superuser;
    private RunningApi? _api;

    internal Settings Settings => Started(_settings);

    internal RestartableRedis Redis => Started(_redis);

    /// <summary>The database, as the owner of the schema.</summary>
    internal Database Database => Started(_database);

    /// <summary>The database, as a superuser.</summary>
    internal Database Superuser => Started(_superuser);

    internal string SuperuserConnection { get; private set; } = "";

    private protected override async Task StartAsync()
    {
        _redis = new RestartableRedis();
        await _redis.StartAsync();
        _folder = TemporaryFolder.Create("secureauth-doctor-");
        _server = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = _folder.Subfolder("postgres"), OwnerPassword = NewPassword() },
            TestContext.Current.CancellationToken);
        _settings = new Settings(
            _server.ConnectionString,
            _server.ConnectionStringFor("secureauth_api", NewPassword()),
            _server.ConnectionStringFor("secureauth_operator", NewPassword()),
            _redis.ConnectionString)
        {
            MailFolder = _folder.Subfolder("mails"),
        };
        _database = new Database(_server.ConnectionString);
        await Cli.MigrateAsync(_settings);
        await LetSuperuserInAsync(_server);

        // Somebody has to seal the audit. An instance that cannot send mails leaves them alone.
        _api = await HostedApi.StartAsync(_settings.ForApi(("Email__PickupDirectory", "")));
    }

    /// <summary>What an operator and the API have in the environment.</summary>
    internal Dictionary<string, string> Environment(params (string Key, string Value)[] changes)
    {
        var environment = new Dictionary<string, string>(Settings.ForMigration())
        {
            ["Tokens__Issuer"] = "https://auth.test",
        };
        foreach (var (key, value) in changes)
        {
            environment[key] = value;
        }

        return environment;
    }

    internal async Task<DoctorReport> ExamineAsync(params (string Key, string Value)[] changes) =>
        new(await Cli.RunAsync(Environment(changes), "", "doctor", "--output", "json"));

    /// <summary>The remedy of several findings.</summary>
    internal Task MigrateAsync() => Cli.SucceedAsync(Environment(), "migrate");

    public override async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_superuser?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder?.Dispose();
    }

    /// <summary>The server refuses its superuser, which nothing else needs.</summary>
    private async Task LetSuperuserInAsync(PostgresServer server)
    {
        var rules = Directory.GetFiles(server.Folder, "pg_hba.conf", SearchOption.AllDirectories).Single();
        var others = await File.ReadAllTextAsync(rules, TestContext.Current.CancellationToken);

        // The first rule that fits counts.
        await File.WriteAllTextAsync(
            rules, $"host all postgres 127.0.0.1/32 trust\n{others}", TestContext.Current.CancellationToken);
        const int Reload = 1;
        Signals.Send(server.ProcessId, Reload);
        SuperuserConnection = server.ConnectionStringFor("postgres", "");
        _superuser = new Database(SuperuserConnection);
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    return await _superuser.ScalarAsync<bool>("SELECT true");
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "the superuser may connect");
    }

    private static string NewPassword() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
