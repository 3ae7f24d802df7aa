using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// Says once, after the start, what the API's role may do beyond its list. A warning and no refusal: who runs it with one
/// role alone may have a reason, and an API that does not start protects nobody.
/// </summary>
internal sealed partial class ExcessPrivilegesWarning(
    NpgsqlDataSource postgres, TimeProvider time, ILogger<ExcessPrivilegesWarning> logger) : BackgroundService
{
    /// <summary>Until Postgres answers for the first time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && !await TryCheckAsync(stoppingToken))
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await postgres.OpenConnectionAsync(cancellationToken);
            var findings = await ExcessPrivileges.FindAsync(connection, role: null, RolePrivileges.Api, cancellationToken);
            if (findings.Count > 0)
            {
                LogTooStrong(connection.UserName, string.Join("; ", findings));
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever it is: an exception that left a background service would stop the whole host.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Postgres is away, which others say.
            return false;
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The database role {Role} may do more than the API needs: {Findings}")]
    private partial void LogTooStrong(string? role, string findings);
}
