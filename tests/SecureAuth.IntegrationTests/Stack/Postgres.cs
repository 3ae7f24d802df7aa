using System.Security.Cryptography;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The configured PostgreSQL server, or a temporary one that is started from the installed programs.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private const string ApiRole = "secureauth_api";

    private const string OperatorRole = "secureauth_operator";

    private readonly TemporaryFolder? _folder;

    private Postgres(
        PostgresServer? server,
        TemporaryFolder? folder,
        string ownerConnection,
        string apiConnection,
        string? operatorConnection)
    {
        Server = server;
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

    public string Description => Server is null ? "the server of ConnectionStrings__secureauth" : "the installed programs";

    public static async Task<Postgres> StartAsync(CancellationToken cancel)
    {
        if (Configured("secureauth") is { } configured)
        {
            return new Postgres(
                null, null, Configured("migrations") ?? configured, configured, Configured("operator"));
        }

        var folder = TemporaryFolder.Create("secureauth-tests-");
        var server = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = folder.Subfolder("postgres"), OwnerPassword = NewPassword(), Throwaway = true },
            cancel);
        return new Postgres(
            server,
            folder,
            server.ConnectionString,
            server.ConnectionStringFor(ApiRole, NewPassword()),
            server.ConnectionStringFor(OperatorRole, NewPassword()));
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string? Configured(string name) =>
        Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value ? value : null;
}
