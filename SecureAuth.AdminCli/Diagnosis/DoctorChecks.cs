using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Privileges;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Requirements;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The checks of the <c>doctor</c> command. All of them run, whatever the earlier ones find.</summary>
internal sealed class DoctorChecks(Invocation invocation)
{
    private const int MaxFailedMails = 1000;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
    [
        await TryAsync("configuration", CheckConfigurationAsync, cancellationToken),
        await TryAsync("postgres", CheckPostgresAsync, cancellationToken),
        await TryAsync("migrations", CheckMigrationsAsync, cancellationToken),
        await TryAsync("api role", CheckApiRoleAsync, cancellationToken),
        await TryAsync("redis", CheckRedisAsync, cancellationToken),
        await TryAsync("clock of postgres", CheckPostgresClockAsync, cancellationToken),
        await TryAsync("clock of redis", CheckRedisClockAsync, cancellationToken),
        await TryAsync("master keys", CheckMasterKeysAsync, cancellationToken),
        await TryAsync("signing keys", CheckSigningKeysAsync, cancellationToken),
        await TryAsync("mail", CheckMailAsync, cancellationToken),
        await TryAsync("second factor", CheckSecondFactorAsync, cancellationToken),
    ];

    private async Task<Finding> TryAsync(
        string check,
        Func<CancellationToken, Task<(FindingStatus Status, string Detail)>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            var (status, detail) = await run(cancellationToken);
            return new Finding(check, status, detail);
        }
        catch (Exception error) when (IsRedisFailure(error, cancellationToken))
        {
            invocation.Terminal.Verbose(error.ToString());
            return new Finding(
                check, FindingStatus.Wrong, "Redis cannot be reached: check ConnectionStrings__redis and the server");
        }
        catch (Exception error) when (Failure.From(error) is { } failure && !cancellationToken.IsCancellationRequested)
        {
            invocation.Terminal.Verbose(error.ToString());
            return new Finding(check, FindingStatus.Wrong, failure.Message);
        }
    }

    /// <summary>A call to a Redis that hangs ends with a timeout, or a cancellation that the caller did not request.</summary>
    private static bool IsRedisFailure(Exception error, CancellationToken cancellationToken) => error is RedisException
        || error is RedisTimeoutException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private Task<(FindingStatus Status, string Detail)> CheckConfigurationAsync(CancellationToken cancellationToken)
    {
        // The exception lists each problem with its configuration key.
        invocation.Get<IStartupValidator>().Validate();
        return Task.FromResult((FindingStatus.Ok, "the settings shared by the command line and the API are valid"));
    }

    private async Task<(FindingStatus Status, string Detail)> CheckPostgresAsync(CancellationToken cancellationToken)
    {
        await using var connection = await invocation.Get<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        return (FindingStatus.Ok, $"version {connection.PostgreSqlVersion}, as {connection.UserName}");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckMigrationsAsync(CancellationToken cancellationToken)
    {
        var pending = (await invocation.Get<AuthDbContext>().Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        return pending.Count == 0
            ? (FindingStatus.Ok, "none pending")
            : (FindingStatus.Wrong, $"{pending.Count} pending, starting with {pending[0]}: run secureauth migrate");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckApiRoleAsync(CancellationToken cancellationToken)
    {
        var role = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(invocation.Configuration)).Username;
        await using var connection = await invocation.Get<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        var excess = await ExcessPrivileges.FindAsync(connection, role, RolePrivileges.Api, cancellationToken);
        return excess.Count == 0
            ? (FindingStatus.Ok, $"{role} has only the privileges that the API needs")
            : (FindingStatus.Warning,
                $"{role} has more privileges than the API needs ({string.Join("; ", excess)}): use a separate role for the API "
                    + "and run secureauth migrate");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckRedisAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(invocation.Configuration.GetConnectionString(ConnectionStrings.Redis)))
        {
            return (FindingStatus.Wrong, "ConnectionStrings__redis is not set");
        }

        var redis = invocation.Get<IConnectionMultiplexer>();
        var took = await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        var lost = redis.GetServers().Where(server => !server.IsConnected).Select(server => server.EndPoint.ToString()).ToList();
        return lost.Count == 0
            ? (FindingStatus.Ok, $"responds in {took.TotalMilliseconds:0} ms")
            : (FindingStatus.Warning, $"responds, but not {string.Join(", ", lost)}: check these servers");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckPostgresClockAsync(CancellationToken cancellationToken)
    {
        var clock = invocation.Get<PostgresClock>();
        await clock.ReadAsync(invocation.Get<AuthDbContext>(), cancellationToken);
        return clock.Offset is { } offset
            ? Compare(offset)
            : (FindingStatus.Warning, "reading it took too long: run secureauth doctor again");
    }

    /// <summary>Each server of a cluster has its own clock, and each replica may become a master.</summary>
    private async Task<(FindingStatus Status, string Detail)> CheckRedisClockAsync(CancellationToken cancellationToken)
    {
        var servers = invocation.Get<IConnectionMultiplexer>().GetServers();
        var offsets = await Task.WhenAll(servers
            .Where(server => server.IsConnected || servers.Length == 1)
            .Select(server => ReadOffsetAsync(server, cancellationToken)));
        return Compare(offsets.MaxBy(offset => offset.Duration()));
    }

    private async Task<TimeSpan> ReadOffsetAsync(IServer server, CancellationToken cancellationToken)
    {
        var answer = await server.TimeAsync().WaitAsync(cancellationToken);
        return new DateTimeOffset(answer, TimeSpan.Zero) - invocation.Get<TimeProvider>().GetUtcNow();
    }

    private static (FindingStatus Status, string Detail) Compare(TimeSpan offset)
    {
        var seconds = FormattableString.Invariant($"{offset.TotalSeconds:0.0} s ahead of this host");
        return offset.Duration() <= PostgresClock.Tolerance
            ? (FindingStatus.Ok, seconds)
            : (FindingStatus.Wrong, $"{seconds}: one of the two clocks is wrong, check NTP on both hosts");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckMasterKeysAsync(CancellationToken cancellationToken)
    {
        var report = await invocation.Get<MasterKeyUsage>().ReadAsync(cancellationToken);
        var status = report switch
        {
            _ when report.Keys.Any(key => !key.IsConfigured) => FindingStatus.Wrong,
            { Refused: > 0 } => FindingStatus.Wrong,
            _ when report.Keys.Any(key => key is { IsConfigured: true, IsNewest: false }) => FindingStatus.Warning,
            _ => FindingStatus.Ok,
        };
        var refused = report.Refused == 0
            ? ""
            : $"; {report.Refused} key ring elements were not created by this installation and are ignored: "
                + "find out who wrote them";
        return (status, report + refused);
    }

    private async Task<(FindingStatus Status, string Detail)> CheckSigningKeysAsync(CancellationToken cancellationToken)
    {
        var ring = invocation.Get<SigningKeyRing>();
        await ring.ReloadAsync(invocation.Get<AuthDbContext>(), cancellationToken);
        var unreadable = ring.UnreadableKeyIds;
        if (ring.SigningKey is not { } key)
        {
            return (FindingStatus.Wrong, unreadable.Count == 0
                ? "there is no signing key: run secureauth migrate to create one"
                : $"none can be decrypted ({string.Join(", ", unreadable)}): configure the master keys that protect them");
        }

        return unreadable.Count == 0
            ? (FindingStatus.Ok, $"{key.KeyId} is active")
            : (FindingStatus.Wrong,
                $"{key.KeyId} is active, but {string.Join(", ", unreadable)} cannot be decrypted: check the master keys");
    }

    private async Task<(FindingStatus Status, string Detail)> CheckSecondFactorAsync(CancellationToken cancellationToken)
    {
        var unknown = await invocation.Get<SecondFactorRule>().FindUnknownRolesAsync(cancellationToken);
        var options = invocation.Get<IOptions<SecondFactorOptions>>().Value;
        return unknown.Count > 0
            ? (FindingStatus.Warning,
                $"nobody has created {string.Join(", ", unknown)}: check the spelling in Accounts__SecondFactor and "
                    + "Accounts__SecondFactorRoles")
            : (FindingStatus.Ok, options switch
            {
                _ when options.DemandsOfEverybody() => "required",
                _ when options.DemandingRoles() is { Count: > 0 } roles => $"required for {string.Join(", ", roles)}",
                _ => "optional",
            });
    }

    private async Task<(FindingStatus Status, string Detail)> CheckMailAsync(CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var outbox = await OutboxReading.ReadAsync(db, cancellationToken);
        var failed = await db.Outbox.TagWith("count failed mails")
            .Where(m => m.FailedAt != null).Take(MaxFailedMails).CountAsync(cancellationToken);
        return (outbox, failed) switch
        {
            ({ IsStuck: true }, _) => (FindingStatus.Wrong,
                FormattableString.Invariant($"{outbox.Depth} wait, the oldest for {outbox.Age.TotalMinutes:0} minutes: ")
                    + "see the errors of secureauth mail list, and check Email__Smtp__* of the API"),
            (_, > 0) => (FindingStatus.Warning,
                FormattableString.Invariant($"{outbox.Depth} wait, {failed} could not be delivered: ")
                    + "see secureauth mail list --failed"),
            _ => (FindingStatus.Ok, FormattableString.Invariant($"{outbox.Depth} wait, none failed")),
        };
    }
}
