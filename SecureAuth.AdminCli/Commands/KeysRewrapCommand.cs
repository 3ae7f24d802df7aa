using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Moves everything under the newest master key. Nothing ends by it, so nothing is asked.</summary>
internal sealed class KeysRewrapCommand() : ChangingCommand(
    "rewrap",
    "Re-encrypts the key ring, the signing keys, the server's secrets and the authenticator secrets under the newest master "
        + "key (Keys__Master__0), and says which old ones may go",
    "secureauth keys rewrap --reason \"yearly rotation\"")
{
    /// <summary>Only doing it tells what there is to do: a forecast is a run that is rolled back.</summary>
    protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken) =>
        Task.FromResult(new Plan(() => RewrapAsync(invocation, entry: null, cancellationToken))
        {
            Event = AuditEvent.KeysRewrapped,
            ApplyAsync = entry => RewrapAsync(invocation, entry, cancellationToken),
        });

    private static async Task<Applied> RewrapAsync(
        Invocation invocation, AuditEntry? entry, CancellationToken cancellationToken)
    {
        var report = await invocation.Get<KeyRewrap>().RunAsync(entry, cancellationToken);
        if (report.Unreadable > 0)
        {
            invocation.Terminal.Warn(
                $"Nothing that is configured opens {report.Unreadable} of the ring's elements and secrets; they stay as they are");
        }

        var keys = MasterKeysOf(report);
        var rewrap = new Rewrap(
            report.HasChanges, report.RingElements, report.SigningKeys, report.ServerSecrets, report.TotpSecrets,
            report.Unreadable, keys);
        return new Applied(rewrap, Message(rewrap, entry is null ? "Would rewrap" : "Rewrapped")) { Details = Table(keys) };
    }

    private static List<RewrapMasterKey> MasterKeysOf(RewrapReport report)
    {
        var before = report.Before.Keys.ToDictionary(key => key.Fingerprint, key => key.Elements);
        return
        [
            .. report.After.Keys.Select(key => new RewrapMasterKey(
                key.Fingerprint, key.IsConfigured, key.IsNewest, before.GetValueOrDefault(key.Fingerprint), key.Elements,
                key.MayGo)),
        ];
    }

    private static string Message(Rewrap rewrap, string verb) => rewrap.Changed
        ? $"{verb}: elements of the key ring {rewrap.RingElements}, signing keys {rewrap.SigningKeys}, server secrets "
            + $"{rewrap.ServerSecrets}, authenticator secrets {rewrap.TotpSecrets}"
        : "Nothing to rewrap";

    private static PlainTable Table(IEnumerable<RewrapMasterKey> keys)
    {
        var table = PlainTable.Of(["Master key"], "May go", "Newest", "Configured", "Needed before", "Needed after");
        foreach (var key in keys)
        {
            table.Row(
                key.Fingerprint, PlainTable.YesNo(key.MayGo), PlainTable.YesNo(key.Newest), PlainTable.YesNo(key.Configured),
                $"{key.NeededBefore}", $"{key.NeededAfter}");
        }

        return table;
    }

    private sealed record Rewrap(
        bool Changed,
        int RingElements,
        int SigningKeys,
        int ServerSecrets,
        int TotpSecrets,
        int Unreadable,
        IReadOnlyList<RewrapMasterKey> MasterKeys) : Change;

    private sealed record RewrapMasterKey(
        string Fingerprint, bool Configured, bool Newest, int NeededBefore, int NeededAfter, bool MayGo);
}
