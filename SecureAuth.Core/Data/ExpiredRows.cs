using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecureAuth.Core.Data;

/// <summary>
/// Removes what has been over for a day: sessions, second-factor challenges, and the guesses at identifiers, made-up ones
/// included. In small batches, each in a transaction of its own, and by one instance at a time.
/// </summary>
internal sealed partial class ExpiredRows(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpiredRows> logger)
    : BackgroundService
{
    private const int BatchSize = 500;

    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long PurgeLock = 0x5EC0_0003;

    /// <summary>Longer than any access token lives: until then the revocation of a session must be found.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly FormattableString[] Statements =
    [
        $"""
        DELETE FROM sessions WHERE id IN (
            SELECT id FROM sessions
            WHERE LEAST(expires_at, absolute_expires_at, revoked_at) < clock_timestamp() - {KeptFor}
            LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
        """,
        $"""
        DELETE FROM second_factor_challenges WHERE token_hash IN (
            SELECT token_hash FROM second_factor_challenges
            WHERE expires_at < clock_timestamp() - {KeptFor}
            LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
        """,
        $"""
        DELETE FROM account_attempts WHERE identifier_hash IN (
            SELECT identifier_hash FROM account_attempts
            WHERE updated_at < clock_timestamp() - {KeptFor} AND (locked_until IS NULL OR locked_until < clock_timestamp())
            LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
        """,
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var statement in Statements)
                {
                    await PurgeAsync(statement, stoppingToken);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error.GetType().Name);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PurgeAsync(FormattableString statement, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        int removed;
        do
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var mine = await db.Database.SqlQuery<bool>(
                $"""SELECT pg_try_advisory_xact_lock({PurgeLock}) AS "Value" """).ToListAsync(cancellationToken);
            removed = mine is [true] ? await db.Database.ExecuteSqlAsync(statement, cancellationToken) : 0;
            await transaction.CommitAsync(cancellationToken);
        }
        while (removed == BatchSize);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Expired rows cannot be purged now ({Error})")]
    private partial void LogFailed(string error);
}
