using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Seals the audit every two seconds, if there is something. Several instances take turns, and none seals what another has just
/// sealed.
/// </summary>
internal sealed class AuditSealService(
    IServiceScopeFactory scopes,
    AuditSealer sealer,
    MasterKeys keys,
    AuditSealingState state,
    WarmUpService warmUps,
    TimeProvider time,
    ILogger<AuditSealService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Rows younger than this wait for others, so that there are not as many seals as rows.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly RetriedWork _work = new("seal audit", "Sealing the audit", logger);

    private long? _wrongSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => SealAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sealing is not a change that a span has to tell about: it happens all the time.</summary>
    private async Task<WorkResult> SealAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var sealing = await ReadAsync(db, cancellationToken);
        if (sealing.Fault is not SealFault.None)
        {
            throw new InvalidOperationException("The audit is not sealed, because " + (sealing.HasWrongSeal
                ? "the last seal was forged: run secureauth audit verify"
                : "the master key of the last seal is not configured"));
        }

        if (!sealing.HasGaps && !(sealing.UnsealedAge > Patience))
        {
            return WorkResult.Unchanged;
        }

        // Whatever remains of a full batch is sealed at once.
        while (await sealer.SealAsync(db, cancellationToken))
        {
            await ReadAsync(db, cancellationToken);
        }

        await ReadAsync(db, cancellationToken);
        return WorkResult.Unchanged;
    }

    /// <summary>Behind a wrong seal, the age of the rows cannot be told. They wait for at least as long as it is there.</summary>
    private async Task<AuditSealing> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var sealing = await AuditSealing.ReadAsync(db, keys, cancellationToken);
        _wrongSince = sealing.HasWrongSeal ? _wrongSince ?? time.GetTimestamp() : null;
        if (_wrongSince is { } since && !(sealing.UnsealedAge > time.GetElapsedTime(since)))
        {
            sealing = sealing with { UnsealedAge = time.GetElapsedTime(since) };
        }

        state.Last = sealing;
        return sealing;
    }
}
