using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// Warns once after the start if the API's database role has privileges that it does not need. It does not stop the API: an
/// operator may have a reason to use a single role, and an API that does not start protects nobody.
/// </summary>
internal sealed partial class ExcessPrivilegesWarning(
    NpgsqlDataSource postgres, WarmUpService warmUps, TimeProvider time, ILogger<ExcessPrivilegesWarning> logger)
    : BackgroundService
{
    /// <summary>The delay between attempts until Postgres answers for the first time.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested && !await TryCheckAsync(stoppingToken))
        {
            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("check privileges");
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
#pragma warning disable CA1031 // An exception that escaped a background service would stop the process.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Postgres is unavailable, which other services log.
            return false;
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The database role {Role} may do more than the API needs: {Findings}")]
    private partial void LogTooStrong(string? role, string findings);
}
