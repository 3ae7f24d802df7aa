using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Makes the keys of a new installation, by one instance at a time, and then reads the signing keys once a second, so that
/// a retired one is refused within that time. While Postgres is away it keeps trying, and the API keeps running.
/// </summary>
internal sealed partial class KeyLoader(
    IServiceScopeFactory scopes,
    IDataProtectionProvider protection,
    ServerSecrets secrets,
    SigningKeyRing ring,
    TimeProvider time,
    ILogger<KeyLoader> logger) : BackgroundService
{
    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long CreationLock = 0x5EC0_0001;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LoadAsync(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
            if (ring.SigningKey is null)
            {
                await CreateMissingAsync(db, cancellationToken);
            }

            await ring.ReloadAsync(db, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error.GetType().Name, error.Message);
        }
    }

    private async Task CreateMissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({CreationLock})", cancellationToken);

        // The key ring is read, and made if there is none, behind the lock: a second instance would otherwise encrypt with
        // a key that the first one has not read.
        protection.CreateProtector("SecureAuth.KeyLoader").Protect([]);

        await secrets.EnsureAsync(db, cancellationToken);
        await ring.EnsureAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The keys cannot be read now ({Error}: {Message}); trying again")]
    private partial void LogFailed(string error, string message);
}
