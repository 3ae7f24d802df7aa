using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The configured PostgreSQL server or, if none is configured, a private one.</summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    /// <summary>The API's role, which <c>migrate</c> creates. It cannot change the schema or rewrite the audit log.</summary>
    private const string ApiRole = "secureauth_api";

    /// <summary>The operators' role. Unlike the API's, it can enable accounts.</summary>
    private const string OperatorRole = "secureauth_operator";

    private static readonly Task<int> Never = new TaskCompletionSource<int>().Task;

    private readonly PostgresServer? _server;

    private PostgresStore(
        PostgresServer? server, string ownerConnection, string apiConnection, string? operatorConnection, string description)
    {
        _server = server;
        OwnerConnection = ownerConnection;
        ApiConnection = apiConnection;
        OperatorConnection = operatorConnection;
        Description = description;
    }

    /// <summary>The server that the environment names, or null.</summary>
    public static string? ConfiguredConnection => Configured("secureauth");

    public string OwnerConnection { get; }

    public string ApiConnection { get; }

    /// <summary>Null if a configured server has no role for operators, who then use the API's.</summary>
    public string? OperatorConnection { get; }

    public string Description { get; }

    /// <summary>Where the data is. Null if a configured server keeps it.</summary>
    public string? Folder => _server?.Folder;

    public Task<int> Exited => _server?.Exited ?? Never;

    public static async Task<PostgresStore> StartAsync(
        DataFolder folder, Secrets secrets, ConsoleOutput output, CancellationToken cancel)
    {
        if (ConfiguredConnection is { } configured)
        {
            var owner = Configured("migrations") ?? configured;
            return new PostgresStore(
                null, owner, configured, Configured("operator"), "as configured in ConnectionStrings__secureauth");
        }

        var server = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                Folder = folder.PostgresFolder,
                OwnerPassword = secrets.OwnerPassword,
                StartOverHint = "start afresh with --reset",
                Log = output.WriterFor("postgres"),
            },
            cancel);
        return new PostgresStore(
            server,
            server.ConnectionString,
            server.ConnectionStringFor(ApiRole, secrets.ApiPassword),
            server.ConnectionStringFor(OperatorRole, secrets.OperatorPassword!),
            $"127.0.0.1:{server.Port}, database {PostgresServer.Database} (PostgreSQL {server.Version})");
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? Configured(string name) =>
        Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value ? value : null;
}
