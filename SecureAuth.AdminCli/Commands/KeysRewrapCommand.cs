using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Re-encrypts everything under the newest master key. It ends no session, so it needs no confirmation.</summary>
internal sealed class KeysRewrapCommand() : ChangingCommand(
    "rewrap",
    "Re-encrypts the key ring, the signing keys, the server secrets and the authenticator secrets, and seals the audit again, "
        + "under the newest master key (Keys__Master__0), and shows which old master keys can be removed",
    "secureauth keys rewrap --reason \"yearly rotation\"")
{
    /// <summary>Only a run can tell what there is to do, so the preview is a run that is rolled back.</summary>
    protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken) =>
        Task.FromResult(new Plan(() => RewrapAsync(invocation, entry: null, cancellationToken))
        {
            Event = AuditEvent.KeysRewrapped,
            ApplyAsync = entry => RewrapAsync(invocation, entry, cancellationToken),
        });

    private static async Task<ChangeResult> RewrapAsync(
        Invocation invocation, AuditEntry? entry, CancellationToken cancellationToken)
    {
        var report = await invocation.Get<KeyRewrap>().RunAsync(entry, cancellationToken);
        if (report.Unreadable > 0)
        {
            invocation.Terminal.Warn(
                $"{report.Unreadable} key ring elements, secrets and seals were left unchanged: no configured key decrypts or "
                    + "verifies them");
        }

        var keys = MasterKeysOf(report);
        var rewrap = new Rewrap(
            report.HasChanges, report.RingElements, report.SigningKeys, report.ServerSecrets, report.TotpSecrets, report.Seals,
            report.Unreadable, keys);
        var message = Message(rewrap, entry is null ? "Would re-encrypt" : "Re-encrypted");
        return new ChangeResult(rewrap, message) { Details = Table(keys) };
    }

    private static List<RewrapMasterKey> MasterKeysOf(RewrapReport report)
    {
        var before = report.Before.Keys.ToDictionary(key => key.Fingerprint, key => key.Elements + key.Seals);
        return
        [
            .. report.After.Keys.Select(key => new RewrapMasterKey(
                key.Fingerprint, key.IsConfigured, key.IsNewest, before.GetValueOrDefault(key.Fingerprint),
                key.Elements + key.Seals, key.CanBeRemoved)),
        ];
    }

    private static string Message(Rewrap rewrap, string verb) => rewrap.Changed
        ? $"{verb} {rewrap.RingElements} key ring elements, {rewrap.SigningKeys} signing keys, {rewrap.ServerSecrets} server "
            + $"secrets, {rewrap.TotpSecrets} authenticator secrets and {rewrap.Seals} seals of the audit"
        : "Nothing to re-encrypt";

    private static TextTable Table(IEnumerable<RewrapMasterKey> keys)
    {
        var table = TextTable.WithHeader(["Master key"], "Removable", "Newest", "Configured", "Needed before", "Needed after");
        foreach (var key in keys)
        {
            table.Row(
                key.Fingerprint, TextTable.YesNo(key.MayGo), TextTable.YesNo(key.Newest), TextTable.YesNo(key.Configured),
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
        int Seals,
        int Unreadable,
        IReadOnlyList<RewrapMasterKey> MasterKeys) : Change;

    private sealed record RewrapMasterKey(
        string Fingerprint, bool Configured, bool Newest, int NeededBefore, int NeededAfter, bool MayGo);
}
