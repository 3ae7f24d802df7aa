using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// Warns once after the start if the API's database role has privileges that it does not need. It does not stop the API: an
/// operator may have a reason to use a single role, and an API that does not start protects nobody.
/// </summary>
internal sealed partial class ExcessPrivilegesWarning(
    NpgsqlDataSource postgres, WarmUpService warmUps, TimeProvider time, ILogger<ExcessPrivilegesWarning> logger)
    : StartupCheck("check privileges", warmUps, time)
{
    protected override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancellationToken);
        var findings = await ExcessPrivileges.FindAsync(connection, role: null, RolePrivileges.Api, cancellationToken);
        if (findings.Count > 0)
        {
            LogTooStrong(connection.UserName, string.Join("; ", findings));
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The database role {Role} may do more than the API needs: {Findings}")]
    private partial void LogTooStrong(string? role, string findings);
}
