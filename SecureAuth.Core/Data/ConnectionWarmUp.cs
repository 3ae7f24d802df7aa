using Npgsql;
using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Data;

/// <summary>
/// Fills the connection pool. Each connection costs a server process and a password proof on both sides. If the first burst of
/// requests opened them all at once, by code that is not compiled yet, some would take longer than <see cref="PostgresTimeouts"/>
/// allows, and valid requests would get a 503 response.
/// </summary>
internal sealed class ConnectionWarmUp(NpgsqlDataSource postgres) : IWarmUp
{
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var opened = new List<NpgsqlConnection>();
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);

        // The server already listens, and a request must not wait for the warm-up.
        var wanted = Math.Min(settings.MinPoolSize, settings.MaxPoolSize / 2);
        try
        {
            while (opened.Count < wanted)
            {
                opened.Add(await postgres.OpenConnectionAsync(cancellationToken));
            }
        }
        finally
        {
            foreach (var connection in opened)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
