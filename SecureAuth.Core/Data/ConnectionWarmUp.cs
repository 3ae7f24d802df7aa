using Microsoft.Extensions.Hosting;
using Npgsql;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data;

/// <summary>
/// Fills the connection pool before the first request is accepted. Each connection costs a server process and a password
/// proof on both sides. If the first burst of requests opened them all at once, by code that is not compiled yet, some would
/// take longer than <see cref="PostgresTimeouts"/> allows, and valid requests would get a 503 response.
/// </summary>
internal sealed class ConnectionWarmUp(NpgsqlDataSource postgres) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("warm up connections");
        var opened = new List<NpgsqlConnection>();
        var wanted = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).MinPoolSize;
        try
        {
            while (opened.Count < wanted)
            {
                opened.Add(await postgres.OpenConnectionAsync(cancellationToken));
            }
        }
#pragma warning disable CA1031 // No exception may keep the process from starting.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Postgres is unavailable. The process starts anyway and serves requests as soon as Postgres is back.
        }

        foreach (var connection in opened)
        {
            await connection.DisposeAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
