using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Moves everything under the newest master key. Nothing ends by it, so nothing is asked.</summary>
internal sealed class KeysRewrapCommand() : ChangingCommand(
    "rewrap",
    "Re-encrypts the key ring, the signing keys, the server's secrets and the authenticator secrets under the newest master "
        + "key (Keys__Master__0), and says which old ones may go",
    "secureauth keys rewrap --reason \"yearly rotation\"")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dryRun = IsDryRun(invocation);
        var report = await invocation.Get<KeyRewrap>()
            .RunAsync(Entry(invocation, AuditEvent.KeysRewrapped), dryRun, cancellationToken);
        if (report.Unreadable > 0)
        {
            invocation.Terminal.Warn(
                $"Nothing that is configured opens {report.Unreadable} of the ring's elements and secrets; they stay as they are");
        }

        var document = new Rewrap(
            dryRun, report.HasChanges, report.RingElements, report.SigningKeys, report.ServerSecrets, report.TotpSecrets,
            report.Unreadable, MasterKeysOf(report));
        invocation.Terminal.Result(document, Describe);
        return ExitCode.Done;
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

    private static IRenderable Describe(Rewrap rewrap)
    {
        var verb = rewrap.DryRun ? "Would rewrap" : "Rewrapped";
        var table = PlainTable.Of("Master key", "Newest", "Configured", "Needed before", "Needed after", "May go");
        foreach (var key in rewrap.MasterKeys)
        {
            table.Row(
                key.Fingerprint, PlainTable.YesNo(key.Newest), PlainTable.YesNo(key.Configured), $"{key.NeededBefore}",
                $"{key.NeededAfter}", PlainTable.YesNo(key.MayGo));
        }

        return new Rows(
            new Text(rewrap.Changed
                ? $"{verb}: elements of the key ring {rewrap.RingElements}, signing keys {rewrap.SigningKeys}, server secrets "
                    + $"{rewrap.ServerSecrets}, authenticator secrets {rewrap.TotpSecrets}"
                : "Nothing to rewrap"),
            table);
    }

    private sealed record Rewrap(
        bool DryRun,
        bool Changed,
        int RingElements,
        int SigningKeys,
        int ServerSecrets,
        int TotpSecrets,
        int Unreadable,
        IReadOnlyList<RewrapMasterKey> MasterKeys);

    private sealed record RewrapMasterKey(
        string Fingerprint, bool Configured, bool Newest, int NeededBefore, int NeededAfter, bool MayGo);
}
