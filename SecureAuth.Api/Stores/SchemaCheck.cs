using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Stores;

/// <summary>
/// Reports the instance as unhealthy until the migrations of its version are applied. An orchestrator may thus start a new
/// version and its migration together: the previous version serves until the schema is there.
/// </summary>
internal sealed partial class SchemaCheck(AuthDbContext db, SchemaCheck.Memory memory, ILogger<SchemaCheck> logger) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return memory.IsUpToDate || await IsUpToDateAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("Migrations of this version are pending");
        }
        catch (Exception error) when (DatabaseErrors.IsOutage(error))
        {
            return new HealthCheckResult(context.Registration.FailureStatus, error.GetType().Name);
        }
    }

    /// <summary>All pending migrations are one transaction, so the last one stands for all.</summary>
    private async Task<bool> IsUpToDateAsync(CancellationToken cancellationToken)
    {
        var last = db.Database.GetMigrations().Last();
        var applied = await db.Database.SqlQuery<bool>(
            $"""
            -- check migrations
            SELECT EXISTS (SELECT FROM "__EFMigrationsHistory" WHERE migration_id = {last}) AS "Value"
            """).ToListAsync(cancellationToken);
        memory.IsUpToDate = applied is [true];
        if (!memory.IsUpToDate && memory.IsFirstReport())
        {
            LogPending(last);
        }

        return memory.IsUpToDate;
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "The migration {Migration} of this version is pending; /health is 503 until secureauth migrate has run")]
    private partial void LogPending(string migration);

    /// <summary>Each probe makes a check of its own. Nobody takes a migration back, so they stop asking for it.</summary>
    internal sealed class Memory
    {
        private int _reported;

        public volatile bool IsUpToDate;

        public bool IsFirstReport() => Interlocked.Exchange(ref _reported, 1) == 0;
    }
}
