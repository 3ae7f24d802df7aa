using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureAuth.Client.AspNetCore;

/// <summary>Asks the server for revocations as long as the service runs. One question is always open.</summary>
internal sealed class RevocationFeed(
    IHttpClientFactory clients,
    RevokedSessions sessions,
    IOptions<SecureAuthRevocationOptions> options,
    ILogger<RevocationFeed> logger,
    TimeProvider? time = null)
    : BackgroundService
{
    public const string ClientName = "SecureAuth.Revocations";

    /// <summary>How long an answer may take beside the wait that was asked for.</summary>
    public static readonly TimeSpan Transit = TimeSpan.FromSeconds(3);

    /// <summary>Sessions that end one by one are fetched together, a few times a second.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>An outage is logged at its beginning and then about once a minute.</summary>
    private const int LoggedFailures = 30;

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A service that starts must not wait for the first answer, nor fail with it.
        await Task.Yield();
        var settings = options.Value;
        var server = new ResourceServerClient(
            clients.CreateClient(ClientName), settings.ClientId, settings.ClientSecret);
        string? cursor = null;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                var askedAt = _time.GetTimestamp();
                var page = await AskAsync(server, cursor, settings.Wait, stoppingToken);
                sessions.Add(page, askedAt);
                cursor = page.Cursor;
                pause = page.More || (page.Sessions.Count == 0 && page.Roles is null or { Count: 0 }) ? TimeSpan.Zero : Pace;
                if (failures > 0)
                {
                    logger.FeedHeard();
                }

                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever fails, the service goes on: it refuses tokens when the last news is too old.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogFailure(error, failures++);
                pause = PauseAfter(error, failures);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<RevocationPage> AskAsync(
        ResourceServerClient server, string? cursor, TimeSpan wait, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(wait + Transit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        return await server.ListRevocationsAsync(cursor, cursor is null ? TimeSpan.Zero : wait, either.Token);
    }

    /// <summary>Doubles up to two seconds. The random part keeps the instances of a service from asking together.</summary>
    private static TimeSpan PauseAfter(Exception error, int failures)
    {
        var doubled = Pace * Math.Pow(2, Math.Min(failures - 1, 4));
        var random = doubled * (0.5 + (RandomNumberGenerator.GetInt32(500) / 1000.0));
        var asked = (error as SecureAuthException)?.RetryAfter ?? TimeSpan.Zero;
        var longer = asked > random ? asked : random;
        return longer < LongestPause ? longer : LongestPause;
    }

    private void LogFailure(Exception error, int failures)
    {
        if (failures % LoggedFailures != 0)
        {
            return;
        }

        if (error is SecureAuthException { Code: ErrorCodes.InvalidClient or ErrorCodes.NotFound })
        {
            logger.FeedRefused(error);
        }
        else
        {
            logger.FeedLost(error);
        }
    }
}
