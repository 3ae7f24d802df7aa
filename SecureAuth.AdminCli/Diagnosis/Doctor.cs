using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Configuration;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>
/// Runs the checks of the <c>doctor</c> command. All of them have a result, whatever the earlier ones find. Only the first one of
/// a store waits for it in vain.
/// </summary>
internal sealed class Doctor(Invocation invocation)
{
    private readonly HashSet<CheckedStore> _unreachable = [];

    /// <summary>In the order in which an operator has to solve problems.</summary>
    public static IReadOnlyList<Check> Checks { get; } =
    [
        ConfigurationCheck.Check,
        .. PostgresChecks.All,
        .. SchemaChecks.All,
        .. RoleChecks.All,
        .. RedisChecks.All,
        ReplicaCheck.Check,
        .. ClockChecks.All,
        .. KeyChecks.All,
        .. ServiceChecks.All,
        .. RegistrationChecks.All,
        .. ConnectionChecks.All,
        .. SettingChecks.All,
        MailServerCheck.Check,
    ];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>(Checks.Count);
        foreach (var check in Checks)
        {
            var verdict = Skip(check.Store) ?? await TryAsync(check, cancellationToken);
            findings.Add(new Finding(check.Id, check.Name, verdict.Status, verdict.Detail, verdict.Remedy));
        }

        return findings;
    }

    private Verdict? Skip(CheckedStore store)
    {
        if (_unreachable.Contains(store))
        {
            return Verdict.Wrong($"not checked, because {store} cannot be reached", $"see {NameOf(store)}");
        }

        return store == CheckedStore.Redis && ConnectionStrings.IsLeftEmpty(invocation.Configuration, ConnectionStrings.Redis)
            ? Verdict.Ok("not used, because ConnectionStrings__redis is empty")
            : null;
    }

    private async Task<Verdict> TryAsync(Check check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(invocation, cancellationToken);
        }
        catch (OptionsValidationException error)
        {
            return Verdict.Wrong(string.Join("; ", error.Failures), "correct this setting");
        }
        catch (Exception error) when (error is RedisServerException or RedisCommandException)
        {
            invocation.Terminal.Verbose(error.ToString());
            return Verdict.Wrong(
                $"Redis refuses a command ({error.Message})", "check the server, its log, and the rights of its user");
        }
        catch (Exception error) when (IsRedisFailure(error, cancellationToken))
        {
            invocation.Terminal.Verbose(error.ToString());
            _unreachable.Add(CheckedStore.Redis);
            return Verdict.Wrong("Redis cannot be reached", "check ConnectionStrings__redis and the server");
        }
        catch (Exception error) when (Failure.From(error) is { } failure && !cancellationToken.IsCancellationRequested)
        {
            invocation.Terminal.Verbose(error.ToString());
            if (failure.Code == ExitCode.StoreUnreachable)
            {
                _unreachable.Add(CheckedStore.Postgres);
                return Verdict.Wrong(failure.Message, "check the connection string, the server and its log");
            }

            return Verdict.Wrong(failure.Message, "see --verbose");
        }
    }

    private static string NameOf(CheckedStore store) =>
        Checks.First(check => check.Store == store).Name;

    /// <summary>A call to a Redis that hangs ends with a timeout, or a cancellation that the caller did not request.</summary>
    private static bool IsRedisFailure(Exception error, CancellationToken cancellationToken) => error is RedisException
        || error is RedisTimeoutException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
