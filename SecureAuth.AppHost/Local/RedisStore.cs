using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// The configured Redis server, none if it is configured as empty or, if nothing is configured, Garnet in this process.
/// </summary>
internal sealed class RedisStore : IDisposable
{
    private readonly GarnetServer? _server;

    private RedisStore(GarnetServer? server, string connection, string description)
    {
        _server = server;
        Connection = connection;
        Description = description;
    }

    public string Connection { get; }

    public string Description { get; }

    public static RedisStore Start(Secrets secrets)
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__redis") is { } configured)
        {
            var description = string.IsNullOrWhiteSpace(configured)
                ? "none, because ConnectionStrings__redis is empty"
                : "as configured in ConnectionStrings__redis";
            return new RedisStore(null, configured, description);
        }

        var server = GarnetServer.Start(secrets.RedisPassword);
        return new RedisStore(server, server.ConnectionString, $"127.0.0.1:{server.Port} (Garnet, in this process)");
    }

    public void Dispose() => _server?.Dispose();
}
