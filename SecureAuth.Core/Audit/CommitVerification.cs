using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>Tells, on another connection, whether the transaction of an audit row has been committed.</summary>
public sealed class CommitVerification(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Whoever asks has waited for COMMIT for a second, and is to be answered within two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <returns>False if it is not there after a moment, or if Postgres cannot be asked.</returns>
    public async Task<bool> HaveAsync(long id)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            while (!await HaveNowAsync(id, patience.Token))
            {
                await Task.Delay(LookAgain, time, patience.Token);
            }

            return true;
        }
        catch (Exception error) when (error is OperationCanceledException
            || error.GetBaseException() is DbException or IOException or SocketException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>A Postgres that cannot be asked now may be there in a moment: it has just been too slow for somebody.</summary>
    private async Task<bool> HaveNowAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await IsThereAsync(id, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task<bool> IsThereAsync(long id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().AuditRows
            .AnyAsync(row => row.Id == id, cancellationToken);
    }
}
