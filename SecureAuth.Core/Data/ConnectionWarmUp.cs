using Microsoft.Extensions.Hosting;
using Npgsql;

namespace SecureAuth.Core.Data;

/// <summary>
/// Fills the pool before the first request is taken. A connection costs a process on the server and a password proof on
/// both sides: opened by a first burst, all at once and by code that has never run, some take longer than
/// <see cref="PostgresTimeouts"/> allows, and good requests would be answered 503.
/// </summary>
internal sealed class ConnectionWarmUp(NpgsqlDataSource postgres) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var opened = new List<NpgsqlConnection>();
        var wanted = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).MinPoolSize;
        try
        {
            while (opened.Count < wanted)
            {
                opened.Add(await postgres.OpenConnectionAsync(cancellationToken));
            }
        }
#pragma warning disable CA1031 // Whatever it is, it must not keep the process from starting.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Postgres is away: the process starts all the same, and serves as soon as it is there.
        }

        foreach (var connection in opened)
        {
            await connection.DisposeAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
