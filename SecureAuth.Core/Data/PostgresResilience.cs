using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace SecureAuth.Core.Data;

/// <summary>
/// Combines a bulkhead and a circuit breaker for all access to Postgres. The bulkhead admits as many callers as the pool has
/// connections. While Postgres does not answer, the breaker rejects all calls except for one probe per <see cref="Pause"/>, and
/// callers that wait for a connection fail at once. A hanging server thus delays its first callers by a second and the others
/// not at all.
/// </summary>
/// <remarks>
/// A caller can only cancel the wait for a connection. Cancelling a running statement would cost the connection, and the caller
/// would not know whether the statement was executed. A statement ends within a second anyway.
/// </remarks>
public sealed partial class PostgresResilience : IDisposable
{
    /// <summary>The time between two probes while Postgres does not answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The breaker opens if at least half of the calls, and at least <see cref="FailuresToOpen"/>, fail within this window. It is
    /// shorter than a call takes to time out, so that calls answered before the outage do not count in the server's favour.
    /// </summary>
    private static readonly TimeSpan SamplingWindow = TimeSpan.FromMilliseconds(500);

    /// <summary>More than one, because a single connection that a firewall has dropped is not an outage.</summary>
    private const int FailuresToOpen = 5;

    private readonly NpgsqlDataSource _postgres;
    private readonly ILogger<PostgresResilience> _logger;
    private readonly SemaphoreSlim _slots;

    /// <summary>The maximum wait for a free slot, which equals the connection timeout of the connection string.</summary>
    private readonly TimeSpan _maxWait;

    private readonly StateChangeEventHandler _onStateChange;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline _breaker;

    /// <summary>Cancelled while Postgres does not answer.</summary>
    private volatile CancellationTokenSource _lost = new();

    public PostgresResilience(NpgsqlDataSource postgres, ILogger<PostgresResilience> logger)
    {
        _postgres = postgres;
        _logger = logger;
        var pool = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        _slots = new SemaphoreSlim(pool.MaxPoolSize);
        _maxWait = pool.Timeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(pool.Timeout);
        _onStateChange = OnStateChange;

        // The breaker uses the system clock, because it observes another process, whose time a test cannot move.
        _breaker = new ResiliencePipelineBuilder { TimeProvider = TimeProvider.System }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = FailuresToOpen,
                SamplingDuration = SamplingWindow,
                BreakDuration = Pause,
                ShouldHandle = arguments => ValueTask.FromResult(IsUnavailable(arguments.Outcome.Exception)),
                StateProvider = _circuit,
                OnOpened = OnOpened,
                OnClosed = OnClosed,
            })
            .Build();
    }

    /// <summary>Opens a connection. Its slot is released when the connection is closed.</summary>
    /// <exception cref="StoreUnavailableException">No slot became free in time, or Postgres does not answer.</exception>
    public async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!_slots.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            await WaitForSlotAsync(cancellationToken);
        }

        await OpenInSlotAsync(connection, () => ExecuteAsync(() => ConnectAsync(connection)));
    }

    /// <summary>Opens a connection for framework code that has no asynchronous path.</summary>
    /// <exception cref="StoreUnavailableException">No slot became free in time, or Postgres does not answer.</exception>
    public void Open(NpgsqlConnection connection)
    {
        if (!_slots.Wait(_maxWait, CancellationToken.None))
        {
            throw NoFreeConnection();
        }

        // The returned task is already completed, because all the work in it is synchronous.
        OpenInSlotAsync(connection, () =>
        {
            Execute(() => Connect(connection));
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Runs a statement.</summary>
    /// <exception cref="StoreUnavailableException">Postgres does not answer.</exception>
    internal async Task<T> RunAsync<T>(NpgsqlConnection connection, Func<Task<T>> statement)
    {
        T result = default!;
        try
        {
            await ExecuteAsync(async () =>
            {
                var running = statement();
                CancelRequests.Suppress(connection);
                result = await running;
            });
        }
        catch (StoreUnavailableException)
        {
            // The statement was not sent. The rollback of its transaction would be, and would wait for an answer.
            await connection.CloseAsync();
            throw;
        }

        return result;
    }

    public void Dispose()
    {
        _slots.Dispose();
        _lost.Dispose();
    }

    private async Task WaitForSlotAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            if (!await _slots.WaitAsync(_maxWait, waiting.Token))
            {
                throw NoFreeConnection();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotAnswering();
        }
    }

    private async Task OpenInSlotAsync(NpgsqlConnection connection, Func<Task> connect)
    {
        try
        {
            await connect();
        }
        catch
        {
            await connection.CloseAsync();
            _slots.Release();
            throw;
        }

        connection.StateChange += _onStateChange;
    }

    private async Task ConnectAsync(NpgsqlConnection connection)
    {
        if (_circuit.CircuitState != CircuitState.HalfOpen)
        {
            await ConnectUnlessLostAsync(connection);
            return;
        }

        await connection.OpenAsync(CancellationToken.None);

        // A pooled connection opens even if the server is down, so the probe must run a statement.
        await using var ping = new NpgsqlCommand("SELECT 1", connection);
        var running = ping.ExecuteScalarAsync(CancellationToken.None);
        CancelRequests.Suppress(connection);
        await running;
    }

    private async Task ConnectUnlessLostAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.OpenAsync(_lost.Token);
        }
        catch (OperationCanceledException)
        {
            throw NotAnswering();
        }
    }

    private void Connect(NpgsqlConnection connection)
    {
        connection.Open();
        if (_circuit.CircuitState == CircuitState.HalfOpen)
        {
            using var ping = new NpgsqlCommand("SELECT 1", connection);
            ping.ExecuteScalar();
        }
    }

    private async Task ExecuteAsync(Func<Task> call)
    {
        try
        {
            await _breaker.ExecuteAsync(static async (call, _) => await call(), call);
        }
        catch (BrokenCircuitException error)
        {
            throw NotAnswering(error);
        }
    }

    private void Execute(Action call)
    {
        try
        {
            _breaker.Execute(static call => call(), call);
        }
        catch (BrokenCircuitException error)
        {
            throw NotAnswering(error);
        }
    }

    /// <summary>
    /// Returns true if the server did not answer or announced that it is shutting down or starting up. Any other error is an
    /// answer and shows that the server is available.
    /// </summary>
    private static bool IsUnavailable(Exception? error) => error switch
    {
        PostgresException answer => LostConnection.IsMeantBy(answer),
        NpgsqlException or TimeoutException or StoreUnavailableException => true,
        _ => false,
    };

    private void OnStateChange(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState == ConnectionState.Closed && sender is NpgsqlConnection connection)
        {
            connection.StateChange -= _onStateChange;
            _slots.Release();
        }
    }

    private ValueTask OnOpened(OnCircuitOpenedArguments<object> opened)
    {
        if (_lost.IsCancellationRequested)
        {
            // A probe has failed. The connections in the pool are older than the outage and may all be dead.
            _postgres.Clear();
            return ValueTask.CompletedTask;
        }

        LogLost(opened.Outcome.Exception);
        return new ValueTask(_lost.CancelAsync());
    }

    private ValueTask OnClosed(OnCircuitClosedArguments<object> closed)
    {
        _lost = new CancellationTokenSource();
        LogBack();
        return ValueTask.CompletedTask;
    }

    private static StoreUnavailableException NoFreeConnection() => new("No connection to Postgres became free in time");

    private static StoreUnavailableException NotAnswering(Exception? cause = null) => new("Postgres does not answer", cause);

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Postgres does not answer; all calls fail at once, except for one probe every half second")]
    private partial void LogLost(Exception? error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Postgres answers again")]
    private partial void LogBack();
}
