using System.CommandLine;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Retires a signing key at once, because somebody else may have it. Every instance rejects its tokens.</summary>
internal sealed class KeysRetireCommand : ChangingCommand
{
    private readonly Argument<string> _key = KeyArgument.Create();

    public KeysRetireCommand()
        : base(
            "retire",
            "Retires a signing key in an emergency: its tokens are rejected within a second, and clients have to refresh. If it "
                + "is the one that signs, the announced key takes its place at once, or a new one.",
            "secureauth keys retire f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU --reason \"found in a public backup\"") =>
        Add(_key);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var kid = invocation.Parsed.GetRequiredValue(_key);
        var keys = await invocation.Get<SigningKeyInspection>().ListAsync(cancellationToken);
        var key = keys.SingleOrDefault(k => k.KeyId == kid)
            ?? throw new OperatorException(ExitCode.NotFound, $"No such signing key: {kid}");
        if (key.State == SigningKeyState.Retired)
        {
            return new Plan(new Retirement(kid, Changed: false, SigningKid: null, NewKey: false), RetiredAlready(kid));
        }

        var effect = key.State switch
        {
            SigningKeyState.Announced => "It does not sign yet, so it has no tokens.",
            SigningKeyState.Signing => "It signs at present: all users have to refresh their access tokens.",
            _ => "The users with its last tokens have to refresh them.",
        };
        return new Plan(() => RetireAsync(invocation, kid, entry: null, cancellationToken))
        {
            Event = AuditEvent.SigningKeyRetired,
            Question = $"Retire the signing key {kid}? {effect}",

            // The API reads the keys from PostgreSQL alone.
            EndsSessions = false,
            ApplyAsync = entry => RetireAsync(invocation, kid, entry, cancellationToken),
        };
    }

    private static async Task<ChangeResult> RetireAsync(
        Invocation invocation, string kid, AuditEntry? entry, CancellationToken cancellationToken)
    {
        var result = await invocation.Get<SigningKeyRotation>().RetireAsync(kid, entry, cancellationToken);
        if (!result.Changed)
        {
            return new ChangeResult(new Retirement(kid, Changed: false, SigningKid: null, NewKey: false), RetiredAlready(kid));
        }

        // A dry run has generated a key that nobody will ever see again.
        var signing = result.NeedsNew && entry is null ? null : result.SigningKeyId;
        var successor = signing is null ? "a new key" : $"the key {signing}";
        var signs = result.IsNew ? $"{successor} signs from now on" : $"{successor} goes on signing";
        return new ChangeResult(
            new Retirement(kid, Changed: true, signing, result.NeedsNew),
            entry is null
                ? $"Would retire the signing key {kid}; {signs}"
                : $"Retired the signing key {kid}; {signs}. Services that verify tokens by themselves accept its tokens until "
                    + "they read the public keys again");
    }

    private static string RetiredAlready(string kid) => $"The signing key {kid} is retired already";

    /// <param name="Kid">The retired key.</param>
    /// <param name="Changed">False if it had been retired before.</param>
    /// <param name="SigningKid">The key that signs from now on.</param>
    /// <param name="NewKey">Whether that one had to be generated.</param>
    private sealed record Retirement(string Kid, bool Changed, string? SigningKid, bool NewKey) : Change;
}
