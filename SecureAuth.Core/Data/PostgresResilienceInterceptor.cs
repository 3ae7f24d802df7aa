using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace SecureAuth.Core.Data;

/// <summary>
/// Routes every connection, statement and commit of Entity Framework through <see cref="PostgresResilience"/>, so that no feature
/// has to call it.
/// </summary>
public sealed class PostgresResilienceInterceptor(PostgresResilience resilience)
    : DbConnectionInterceptor, IDbCommandInterceptor, IDbTransactionInterceptor
{
    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        await resilience.OpenAsync((NpgsqlConnection)connection, cancellationToken);
        return InterceptionResult.Suppress();
    }

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        resilience.Open((NpgsqlConnection)connection);
        return InterceptionResult.Suppress();
    }

    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) => InterceptionResult<DbDataReader>.SuppressWithResult(
            await RunAsync(command, () => command.ExecuteReaderAsync(CancellationToken.None)));

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default) => InterceptionResult<int>.SuppressWithResult(
            await RunAsync(command, () => command.ExecuteNonQueryAsync(CancellationToken.None)));

    public async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default) => InterceptionResult<object>.SuppressWithResult(
            (await RunAsync(command, () => command.ExecuteScalarAsync(CancellationToken.None)))!);

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (transaction.Connection is not NpgsqlConnection connection)
        {
            throw new StoreUnavailableException("The connection of the transaction was lost");
        }

        await resilience.RunAsync(connection, async () =>
        {
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        });
        return InterceptionResult.Suppress();
    }

    private Task<T> RunAsync<T>(DbCommand command, Func<Task<T>> statement) =>
        resilience.RunAsync((NpgsqlConnection)command.Connection!, statement);
}
