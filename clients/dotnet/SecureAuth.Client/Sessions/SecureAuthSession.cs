using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.Client;

/// <summary>
/// The session of one signed-in user: it keeps the tokens and refreshes them, once for all parallel requests. An application with
/// one user at a time has one instance. A server that acts for many users needs one for each of them: two users must never share
/// an instance. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
public sealed partial class SecureAuthSession : ITokenSource
#pragma warning restore CA1001
{
    /// <summary>A request takes a while, so a token that ends within this time counts as expired.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>An API that refuses every token must not make each of its requests a refresh.</summary>
    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    /// <summary>After a refresh has failed while the access token is still valid.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SecureAuthClient _client;
    private readonly ITokenStore _store;
    private readonly SecureAuthSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Running? _running;
    private long? _failedAt;
    private long? _replacedAt;

    /// <param name="client">The client of the server.</param>
    /// <param name="store">Where the tokens are kept. It belongs to this session alone.</param>
    /// <param name="options">When and how often to refresh, or null for the defaults.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    /// <param name="logger">Gets failed refreshes, without tokens.</param>
    public SecureAuthSession(
        SecureAuthClient client,
        ITokenStore store,
        SecureAuthSessionOptions? options = null,
        TimeProvider? time = null,
        ILogger<SecureAuthSession>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(store);
        _client = client;
        _store = store;
        _options = options ?? new SecureAuthSessionOptions();
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<SecureAuthSession>.Instance;
        Account = new AccountClient(client.Api.With(this));
    }

    /// <summary>The account of the user. Its calls use the tokens of this session and refresh them.</summary>
    public AccountClient Account { get; }

    /// <summary>Begins with the tokens of a sign-in, and forgets those of a former user.</summary>
    public async Task StartAsync(TokenPair tokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _store.WriteAsync(SessionTokens.Of(tokens, _time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Ends the session at the server and forgets its tokens. If the server cannot be reached, the tokens are kept, and it
    /// throws: try again, or <see cref="ForgetAsync"/>.
    /// </summary>
    /// <param name="all">Whether to end all sessions of the user.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public async Task SignOutAsync(bool all = false, CancellationToken cancellationToken = default)
    {
        // A refresh that is under way would replace the token that this is about to send.
        await FinishRefreshAsync(cancellationToken).ConfigureAwait(false);
        if (await _store.ReadAsync(cancellationToken).ConfigureAwait(false) is { } tokens)
        {
            await _client.SignOutAsync(tokens.RefreshToken, all, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(tokens.RefreshToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets the tokens without telling the server: the session lives on there until it expires.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _store.WriteAsync(null, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Returns an access token that is valid now, after a refresh if necessary.</summary>
    /// <returns>
    /// The token, or null if nobody is signed in, also because the server has ended the session, or if somebody else has signed
    /// in during the refresh: what was begun for one user is not sent for another.
    /// </returns>
    public async ValueTask<string?> GetAccessTokenAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(cancellationToken).ConfigureAwait(false))?.Value;

    ValueTask<SessionToken?> ITokenSource.GetAsync(CancellationToken cancellationToken) => GetAsync(cancellationToken);

    private async ValueTask<SessionToken?> GetAsync(CancellationToken cancellationToken)
    {
        var tokens = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (tokens is null)
        {
            return null;
        }

        var left = tokens.ExpiresAt - _time.GetUtcNow();
        if (left <= Margin)
        {
            return TokenOf(tokens.SessionId, await Refresh(tokens).WaitAsync(cancellationToken).ConfigureAwait(false));
        }

        var fifth = (tokens.ExpiresAt - tokens.IssuedAt) / 5;
        if (left <= (fifth < _options.RefreshBefore ? fifth : _options.RefreshBefore) && !IsRecent(_failedAt, FailurePause))
        {
            // Still valid: this request does not wait for the next one, and does not fail with it.
            _ = Refresh(tokens);
        }

        return TokenOf(tokens.SessionId, tokens);
    }

    /// <summary>Returns another access token after an API has refused one with 401.</summary>
    /// <param name="refused">The token that was refused.</param>
    /// <param name="sessionId">Its session, which is in the tokens of the sign-in: nobody else's token is returned.</param>
    /// <param name="cancellationToken">Cancels the wait. The refresh goes on for the others.</param>
    /// <returns>The other token, or null if there is none, also because somebody else has signed in since.</returns>
    public async ValueTask<string?> ReplaceAccessTokenAsync(
        string refused, Guid sessionId, CancellationToken cancellationToken = default) =>
        (await GetAnotherAsync(new SessionToken(refused, sessionId), cancellationToken).ConfigureAwait(false))?.Value;

    ValueTask<SessionToken?> ITokenSource.ReplaceAsync(SessionToken refused, CancellationToken cancellationToken) =>
        GetAnotherAsync(refused, cancellationToken);

    private async ValueTask<SessionToken?> GetAnotherAsync(SessionToken refused, CancellationToken cancellationToken)
    {
        var tokens = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (tokens is null || tokens.SessionId != refused.SessionId)
        {
            return null;
        }

        if (tokens.AccessToken != refused.Value)
        {
            return TokenOf(refused.SessionId, tokens);
        }

        Task<SessionTokens?> refresh;
        lock (_gate)
        {
            var joins = _running is { } running && running.RefreshToken == tokens.RefreshToken;
            if (!joins && IsRecent(_replacedAt, RefusalPause))
            {
                return null;
            }

            // Begun inside of the lock, so that those who were refused together find it.
            refresh = Refresh(tokens);
            _replacedAt = _time.GetTimestamp();
        }

        return TokenOf(refused.SessionId, await refresh.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A refresh returns the tokens of another user if one has signed in meanwhile.</summary>
    private static SessionToken? TokenOf(Guid sessionId, SessionTokens? tokens) =>
        tokens is not null && tokens.SessionId == sessionId ? new SessionToken(tokens.AccessToken, sessionId) : null;

    /// <summary>
    /// Joins the refresh of these tokens or begins it. It belongs to no caller: one that gives up must not end it for the others,
    /// and must not lose the tokens of a response that is on its way. A successful one is remembered, for a caller that read the
    /// tokens before they were replaced.
    /// </summary>
    private Task<SessionTokens?> Refresh(SessionTokens tokens)
    {
        lock (_gate)
        {
            if (_running is { } running && running.RefreshToken == tokens.RefreshToken && !running.Task.IsFaulted)
            {
                return running.Task;
            }

            var task = Task.Run(() => RunAsync(tokens));

            // Where nobody waits for it, its failure has been logged and needs no other observer.
            _ = task.ContinueWith(
                static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            _running = new Running(tokens.RefreshToken, task);
            return task;
        }
    }

    private async Task<SessionTokens?> RunAsync(SessionTokens tokens)
    {
        try
        {
            if (await OthersAsync(tokens.RefreshToken).ConfigureAwait(false) is { } others)
            {
                return others;
            }

            var next = await new TokenRefresh(_client, _options, _time).RunAsync(tokens.RefreshToken).ConfigureAwait(false);
            return await ReplaceAsync(tokens.RefreshToken, next).ConfigureAwait(false);
        }
        catch (SecureAuthException error) when (error.Code is ErrorCodes.InvalidRefreshToken or ErrorCodes.RefreshTokenReused)
        {
            // Another process may have refreshed the same session, and have won.
            if (await OthersAsync(tokens.RefreshToken).ConfigureAwait(false) is { } others)
            {
                return others;
            }

            LogEnded(tokens.SessionId, error.Code, error.RequestId);
            await RemoveAsync(tokens.RefreshToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _failedAt = _time.GetTimestamp();
            }

            LogFailed(error, tokens.SessionId);
            throw;
        }
    }

    /// <returns>The tokens of the store if they are not those that are being refreshed.</returns>
    private async Task<SessionTokens?> OthersAsync(string refreshToken) =>
        await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } stored && stored.RefreshToken != refreshToken
            ? stored
            : null;

    /// <summary>A sign-out or another sign-in in the meantime prevails: its tokens are not overwritten.</summary>
    private async Task<SessionTokens?> ReplaceAsync(string refreshToken, SessionTokens? next)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            var stored = await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (stored?.RefreshToken != refreshToken)
            {
                return stored;
            }

            await _store.WriteAsync(next, CancellationToken.None).ConfigureAwait(false);
            return next;
        }
        finally
        {
            _writing.Release();
        }
    }

    private Task RemoveAsync(string refreshToken) => ReplaceAsync(refreshToken, null);

    private async Task FinishRefreshAsync(CancellationToken cancellationToken)
    {
        Task? task;
        lock (_gate)
        {
            task = _running?.Task;
        }

        if (task is not null)
        {
            await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private bool IsRecent(long? moment, TimeSpan limit) => moment is { } then && _time.GetElapsedTime(then) < limit;

    [LoggerMessage(1, LogLevel.Warning, "The access token of session {SessionId} could not be refreshed.")]
    private partial void LogFailed(Exception error, Guid sessionId);

    [LoggerMessage(2, LogLevel.Information, "The server has ended session {SessionId}: {Code} (request {RequestId}).")]
    private partial void LogEnded(Guid sessionId, string code, string? requestId);

    private sealed record Running(string RefreshToken, Task<SessionTokens?> Task)
    {
        public override string ToString() => nameof(Running);
    }
}
