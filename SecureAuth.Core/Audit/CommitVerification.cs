using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>Checks on another connection whether the transaction that wrote an audit row has been committed.</summary>
public sealed class CommitVerification(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>The caller has already waited a second for the COMMIT and must answer within two seconds.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    /// <returns>False if the row does not appear in time, or if Postgres cannot be queried.</returns>
    public async Task<bool> IsCommittedAsync(long id)
    {
        using var timeout = new CancellationTokenSource(MaxWait, time);
        try
        {
            while (!await TryFindAsync(id, timeout.Token))
            {
                await Task.Delay(RetryInterval, time, timeout.Token);
            }

            return true;
        }
        catch (Exception error) when (error is OperationCanceledException
            || error.GetBaseException() is DbException or IOException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Returns false if Postgres is unavailable. It has just been slow and may answer the next attempt.</summary>
    private async Task<bool> TryFindAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await ExistsAsync(id, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task<bool> ExistsAsync(long id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().AuditRows
            .TagWith("verify commit").AnyAsync(row => row.Id == id, cancellationToken);
    }
}
