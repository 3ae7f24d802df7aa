using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Stores;

/// <summary>
/// Reports the instance as unhealthy until the migrations of its version are applied. An orchestrator may thus start a new
/// version and its migration together: the previous version serves until the schema is there.
/// </summary>
internal sealed class SchemaCheck(AuthDbContext db, SchemaCheck.Memory memory) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            memory.IsUpToDate = memory.IsUpToDate || await IsUpToDateAsync(cancellationToken);
            return memory.IsUpToDate
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("Migrations of this version are pending: run secureauth migrate");
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
        return applied is [true];
    }

    /// <summary>Nobody takes a migration back, so it is asked for until it is there.</summary>
    internal sealed class Memory
    {
        public volatile bool IsUpToDate;
    }
}
