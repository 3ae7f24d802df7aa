using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Reads the signing keys for the loader and for requests, one read at a time, so that an earlier read never replaces the result
/// of a later one.
/// </summary>
public sealed class SigningKeyReader(SigningKeyRing keys, IServiceScopeFactory scopes)
{
    /// <summary>
    /// The time between the beginnings of two reads. Anybody can send tokens of unknown keys, each of which asks for a read.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// A process that is short of processor time, such as one whose first requests are many at once, may learn of a result so
    /// late that it is no longer fresh. PostgreSQL has answered then, so the next read is worth waiting for.
    /// </summary>
    private const int Attempts = 3;

    private readonly Lock _lock = new();

    private Task<bool>? _running;

    /// <summary>The read after the running one, if somebody waits for it.</summary>
    private Task<bool>? _next;

    private long? _begunAt;

    /// <summary>Returns when the keys are known as PostgreSQL had them less than a second ago.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    public ValueTask EnsureFreshAsync() => keys.AreFresh ? ValueTask.CompletedTask : new ValueTask(ReadStaleAsync());

    /// <summary>Reads the keys, in a read that begins after this call.</summary>
    /// <returns>Whether they have changed.</returns>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    public Task<bool> ReadAgainAsync()
    {
        lock (_lock)
        {
            return _next ??= RunAfterAsync(_running);
        }
    }

    private async Task ReadStaleAsync()
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await RunningOrNextAsync();
            if (keys.AreFresh)
            {
                return;
            }
        }

        throw new StoreUnavailableException("Reading the signing keys took too long");
    }

    /// <summary>Shares a read that is running, so that nobody waits for two reads while PostgreSQL does not answer.</summary>
    private Task<bool> RunningOrNextAsync()
    {
        lock (_lock)
        {
            return _running is { IsCompleted: false } running ? running : _next ??= RunAfterAsync(_running);
        }
    }

    private async Task<bool> RunAfterAsync(Task<bool>? previous)
    {
        // Whoever asks has the lock.
        await Task.Yield();
        if (previous is not null)
        {
            await ((Task)previous).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The pause protects another process, whose time a test cannot move.
        var time = TimeProvider.System;
        if (_begunAt is { } begunAt && Pause - time.GetElapsedTime(begunAt) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time);
        }

        lock (_lock)
        {
            _running = _next;
            _next = null;
            _begunAt = time.GetTimestamp();
        }

        return await ReadAsync();
    }

    /// <summary>The caller must be able to tell an outage from an invalid token, whatever Entity Framework throws.</summary>
    private async Task<bool> ReadAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await keys.ReloadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), CancellationToken.None);
        }
        catch (Exception error) when (error is not StoreUnavailableException)
        {
            throw new StoreUnavailableException("The signing keys cannot be read", error);
        }
    }
}
