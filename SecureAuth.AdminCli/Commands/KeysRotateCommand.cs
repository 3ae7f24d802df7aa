using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Announces the next signing key now. No token becomes invalid, so it needs no confirmation.</summary>
internal sealed class KeysRotateCommand() : ChangingCommand(
    "rotate",
    "Announces a new signing key, which signs as soon as the caches of other services have it, ten minutes later. The old key "
        + "verifies until its last token has expired. If a key has been announced already, that one signs sooner.",
    "secureauth keys rotate --reason \"an administrator left\"")
{
    /// <summary>Only a run can tell what there is to do, so the preview is a run that is rolled back.</summary>
    protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken) =>
        Task.FromResult(new Plan(() => RotateAsync(invocation, entry: null, cancellationToken))
        {
            Event = AuditEvent.SigningKeyAnnounced,
            ApplyAsync = entry => RotateAsync(invocation, entry, cancellationToken),
        });

    private static async Task<ChangeResult> RotateAsync(
        Invocation invocation, AuditEntry? entry, CancellationToken cancellationToken)
    {
        var rotation = invocation.Get<SigningKeyRotation>();
        var next = await rotation.RotateAsync(entry, cancellationToken);
        var signsAt = TextTable.Time(next.ActivatesAt);

        // A dry run has generated a key that nobody will ever see again.
        var kid = next.IsNew && entry is null ? null : next.KeyId;
        var message = (next.Changed, entry) switch
        {
            (false, _) => $"Nothing to do: the key {next.KeyId} is announced and signs from {signsAt} on",
            (true, null) => next.IsNew
                ? $"Would announce a new key, which signs from {signsAt} on"
                : $"Would have the announced key {next.KeyId} sign from {signsAt} on",
            _ => next.IsNew
                ? $"Announced the key {next.KeyId}, which signs from {signsAt} on"
                : $"The announced key {next.KeyId} signs from {signsAt} on",
        };
        return new ChangeResult(new Rotation(kid, next.ActivatesAt, next.Changed), message);
    }

    private sealed record Rotation(string? Kid, DateTimeOffset ActivatesAt, bool Changed) : Change;
}
