using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace SecureAuth.Core.Data;

/// <summary>
/// The one way to Postgres: as many callers at once as there are connections, and a circuit breaker. While Postgres does not
/// answer, neither a connection nor a statement is tried but for one probe each <see cref="Pause"/>, and whoever waits for a
/// connection is told at once. A hanging server thus costs its first callers a second and the others nothing.
/// </summary>
/// <remarks>
/// A caller's cancellation ends the wait for a connection and nothing else: cut off in the middle, a statement would cost a
/// connection, and whether it was executed would not be known. A statement is over in a second anyway.
/// </remarks>
public sealed partial class PostgresGate : IDisposable
{
    /// <summary>For how long nothing is tried after a failure.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Over this time, half of the calls and <see cref="FailuresToOpen"/> at least must have failed. Shorter than a call takes
    /// to fail, so that what was answered before the outage no longer speaks for the server.
    /// </summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(500);

    /// <summary>One connection that a firewall has forgotten is no outage.</summary>
    private const int FailuresToOpen = 5;

    private readonly NpgsqlDataSource _postgres;
    private readonly ILogger<PostgresGate> _logger;
    private readonly SemaphoreSlim _places;

    /// <summary>For a connection of the pool, as the connection string has it for one of the server.</summary>
    private readonly TimeSpan _maxWait;

    private readonly StateChangeEventHandler _onStateChange;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline _breaker;

    /// <summary>Cancelled while Postgres does not answer.</summary>
    private volatile CancellationTokenSource _lost = new();

    public PostgresGate(NpgsqlDataSource postgres, ILogger<PostgresGate> logger)
    {
        _postgres = postgres;
        _logger = logger;
        var pool = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        _places = new SemaphoreSlim(pool.MaxPoolSize);
        _maxWait = pool.Timeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(pool.Timeout);
        _onStateChange = OnStateChange;

        // By the system's clock: what is measured is another process, and a test that moves ours does not move that one.
        _breaker = new ResiliencePipelineBuilder { TimeProvider = TimeProvider.System }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = FailuresToOpen,
                SamplingDuration = Sampling,
                BreakDuration = Pause,
                ShouldHandle = arguments => ValueTask.FromResult(IsSilence(arguments.Outcome.Exception)),
                StateProvider = _circuit,
                OnOpened = OnOpened,
                OnClosed = OnClosed,
            })
            .Build();
    }

    /// <summary>Opens a connection; its place is free again once it is closed, by whomever and however.</summary>
    /// <exception cref="StoreUnavailableException">There is no place, or Postgres does not answer.</exception>
    public async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!_places.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            await WaitForPlaceAsync(cancellationToken);
        }

        await HoldPlaceAsync(connection, () => TryAsync(() => ConnectAsync(connection)));
    }

    /// <summary>The same for the frameworks' code that knows no other way.</summary>
    /// <exception cref="StoreUnavailableException">There is no place, or Postgres does not answer.</exception>
    public void Open(NpgsqlConnection connection)
    {
        if (!_places.Wait(_maxWait, CancellationToken.None))
        {
            throw NoPlace();
        }

        // The task has ended when it is returned: nothing in it waits without holding the thread.
        HoldPlaceAsync(connection, () =>
        {
            Try(() => Connect(connection));
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Starts a statement and waits for its answer.</summary>
    /// <exception cref="StoreUnavailableException">Postgres does not answer.</exception>
    internal async Task<T> RunAsync<T>(NpgsqlConnection connection, Func<Task<T>> statement)
    {
        T answer = default!;
        await TryAsync(async () =>
        {
            var started = statement();
            CancelRequests.Suppress(connection);
            answer = await started;
        });
        return answer;
    }

    public void Dispose()
    {
        _places.Dispose();
        _lost.Dispose();
    }

    private async Task WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            if (!await _places.WaitAsync(_maxWait, waiting.Token))
            {
                throw NoPlace();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Lost();
        }
    }

    private async Task HoldPlaceAsync(NpgsqlConnection connection, Func<Task> connect)
    {
        try
        {
            await connect();
        }
        catch
        {
            await connection.CloseAsync();
            _places.Release();
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

        // A connection of the pool says nothing about the server.
        await using var ping = new NpgsqlCommand("SELECT 1", connection);
        var started = ping.ExecuteScalarAsync(CancellationToken.None);
        CancelRequests.Suppress(connection);
        await started;
    }

    private async Task ConnectUnlessLostAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.OpenAsync(_lost.Token);
        }
        catch (OperationCanceledException)
        {
            throw Lost();
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

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await _breaker.ExecuteAsync(static async (call, _) => await call(), call);
        }
        catch (BrokenCircuitException error)
        {
            throw Lost(error);
        }
    }

    private void Try(Action call)
    {
        try
        {
            _breaker.Execute(static call => call(), call);
        }
        catch (BrokenCircuitException error)
        {
            throw Lost(error);
        }
    }

    /// <summary>No answer, or the one that there will be none: any other error is an answer, and the server is there.</summary>
    private static bool IsSilence(Exception? error) => error switch
    {
        PostgresException refusal => refusal.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException or TimeoutException or StoreUnavailableException => true,
        _ => false,
    };

    private void OnStateChange(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState == ConnectionState.Closed && sender is NpgsqlConnection connection)
        {
            connection.StateChange -= _onStateChange;
            _places.Release();
        }
    }

    private ValueTask OnOpened(OnCircuitOpenedArguments<object> opened)
    {
        if (_lost.IsCancellationRequested)
        {
            // A probe has failed. What the pool still holds is older than the outage, and may be as dead as the server was.
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

    private static StoreUnavailableException NoPlace() => new("No connection to Postgres became free in time");

    private static StoreUnavailableException Lost(Exception? cause = null) => new("Postgres does not answer", cause);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Postgres does not answer; nothing is tried but for a probe every half second")]
    private partial void LogLost(Exception? error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Postgres answers again")]
    private partial void LogBack();
}
