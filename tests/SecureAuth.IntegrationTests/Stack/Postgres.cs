using System.Security.Cryptography;
using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>PostgreSQL: the configured server, or a throw-away one of the installed programs.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private const string ApiRole = "secureauth_api";

    private const string OperatorRole = "secureauth_operator";

    private readonly string? _folder;

    private Postgres(
        PostgresServer? server, string? folder, string ownerConnection, string apiConnection, string? operatorConnection)
    {
        Server = server;
        _folder = folder;
        OwnerConnection = ownerConnection;
        ApiConnection = apiConnection;
        OperatorConnection = operatorConnection;
    }

    /// <summary>Null if the server is a configured one, which no test may stop.</summary>
    public PostgresServer? Server { get; }

    public string OwnerConnection { get; }

    /// <summary>The weak role's.</summary>
    public string ApiConnection { get; }

    /// <summary>The operators'; null where a configured server has no role for them.</summary>
    public string? OperatorConnection { get; }

    public string Description => Server is null ? "the server of ConnectionStrings__secureauth" : "the installed programs";

    public static async Task<Postgres> StartAsync(CancellationToken cancel)
    {
        if (Configured("secureauth") is { } configured)
        {
            return new Postgres(
                null, null, Configured("migrations") ?? configured, configured, Configured("operator"));
        }

        var folder = Directory.CreateTempSubdirectory("secureauth-tests-").FullName;
        LetTheServersUserPass(folder);
        var server = await PostgresServer.StartAsync(
            new PostgresSettings { Folder = Path.Combine(folder, "postgres"), OwnerPassword = NewPassword(), Throwaway = true },
            cancel);
        return new Postgres(
            server,
            folder,
            server.ConnectionString,
            server.ConnectionStringOf(ApiRole, NewPassword()),
            server.ConnectionStringOf(OperatorRole, NewPassword()));
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Under root the server runs as another user, who has to reach its folder below this one.</summary>
    private static void LetTheServersUserPass(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string? Configured(string name) =>
        Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value ? value : null;
}
