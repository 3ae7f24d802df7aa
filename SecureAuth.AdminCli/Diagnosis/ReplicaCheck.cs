using System.Globalization;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The running instances of the API. One of several that runs without Redis weakens the limits of all.</summary>
internal static class ReplicaCheck
{
    public static Check Check { get; } = new("instances", CheckedStore.Postgres, CheckAsync);

    private static async Task<Verdict> CheckAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (running, withoutRedis) = await Replicas.CountAsync(invocation.Get<AuthDbContext>(), cancellationToken);
        var found = string.Create(CultureInfo.InvariantCulture, $"running: {running}, without Redis: {withoutRedis}");
        return running > 1 && withoutRedis > 0
            ? Verdict.Warning(
                $"{found}; each of these counts requests by itself, so clients have every limit several times",
                "set ConnectionStrings__redis for all of them, or run one")
            : Verdict.Ok(found);
    }
}
