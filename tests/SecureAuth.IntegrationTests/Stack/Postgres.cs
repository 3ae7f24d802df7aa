using System.Security.Cryptography;
using Npgsql;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The configured PostgreSQL server, or a temporary one that is started from the installed programs.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    /// <summary>
    /// If this environment variable is set, the API and the operators' commands reach the temporary server through PgBouncer.
    /// CI does not set it: by hand, it lets the whole suite run that way.
    /// </summary>
    private const string PoolingVariable = "SECUREAUTH_TEST_PGBOUNCER";

    private const string ApiRole = "secureauth_api";

    private const string OperatorRole = "secureauth_operator";

    private readonly TemporaryFolder? _folder;
    private readonly PgBouncerServer? _pooler;

    private Postgres(
        PostgresServer? server,
        PgBouncerServer? pooler,
        TemporaryFolder? folder,
        string ownerConnection,
        string apiConnection,
        string? operatorConnection)
    {
        Server = server;
        _pooler = pooler;
        _folder = folder;
        OwnerConnection = ownerConnection;
        ApiConnection = apiConnection;
        OperatorConnection = operatorConnection;
    }

    /// <summary>Null for a configured server, which no test may stop.</summary>
    public PostgresServer? Server { get; }

    public string OwnerConnection { get; }

    /// <summary>The connection string of the API's weak role.</summary>
    public string ApiConnection { get; }

    /// <summary>The connection string of the operators' role, or null if a configured server has none.</summary>
    public string? OperatorConnection { get; }

    public string Description => (Server, _pooler) switch
    {
        (null, _) => "the server of ConnectionStrings__secureauth",
        (_, null) => "the installed programs",
        _ => "the installed programs, behind PgBouncer",
    };

    public static async Task<Postgres> StartAsync(CancellationToken cancel)
    {
        if (Configured("secureauth") is { } configured)
        {
            return new Postgres(
                null, null, null, Configured("migrations") ?? configured, configured, Configured("operator"));
        }

        var folder = TemporaryFolder.Create("secureauth-tests-");
        var server = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = folder.Subfolder("postgres"), OwnerPassword = NewPassword(), Throwaway = true },
            cancel);
        var (api, operators) = (NewPassword(), NewPassword());
        var pooler = await StartPoolerAsync(server, folder, api, operators, cancel);
        return new Postgres(
            server,
            pooler,
            folder,
            server.ConnectionString,
            Through(pooler, server.ConnectionStringFor(ApiRole, api)),
            Through(pooler, server.ConnectionStringFor(OperatorRole, operators)));
    }

    public async ValueTask DisposeAsync()
    {
        await (_pooler?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static async Task<PgBouncerServer?> StartPoolerAsync(
        PostgresServer server, TemporaryFolder folder, string api, string operators, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(PoolingVariable) is not { Length: > 0 })
        {
            return null;
        }

        var options = new PgBouncerOptions
        {
            Folder = folder.Subfolder("pgbouncer"),
            PostgresPort = server.Port,
            Passwords = new Dictionary<string, string> { [ApiRole] = api, [OperatorRole] = operators },

            // A database that a test has used can be dropped when PgBouncer has closed its connections.
            Directives = [.. PgBouncerSettings.Directives, "server_idle_timeout = 1"],
        };
        return await PgBouncerServer.StartAsync(options, cancel);
    }

    private static string Through(PgBouncerServer? pooler, string connection) => pooler is null
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { Port = pooler.Port, MaxAutoPrepare = 0 }.ConnectionString;

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string? Configured(string name) =>
        Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value ? value : null;
}
