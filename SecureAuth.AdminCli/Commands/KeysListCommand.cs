using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lists the signing keys, in the order in which they sign.</summary>
internal sealed class KeysListCommand() : OperatorCommand(
    "list",
    "Lists the signing keys: the next one that is announced, the one that signs, those that only verify until their last token "
        + "has expired, and those that are retired",
    "secureauth keys list")
{
    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var keys = await invocation.Get<SigningKeyInspection>().ListAsync(cancellationToken);
        var listed = keys.Select(key => new ListedKey(
            key.KeyId, key.State, key.CreatedAt, key.ActivatesAt, key.RetiresAt, !key.IsReadable, key.MasterKey));
        invocation.Terminal.Result(new Listed([.. listed]), Describe);
        foreach (var key in keys.Where(key => key is { IsReadable: false, State: not SigningKeyState.Retired }))
        {
            invocation.Terminal.Warn(
                $"{key.KeyId} cannot be decrypted with the configured master keys, and signs nothing if the API has no others");
        }

        return ExitCode.Done;
    }

    private static TextTable Describe(Listed listed)
    {
        var table = TextTable.WithHeader(
            ["Key", "State"], "Signs from", "Retires", "Created", "Readable", "Master key");
        foreach (var key in listed.Keys)
        {
            table.Row(
                key.Kid,
                WireName.Of(key.State),
                TextTable.Time(key.ActivatesAt),
                TextTable.Time(key.RetiresAt),
                TextTable.Time(key.CreatedAt),
                TextTable.YesNo(!key.Unreadable),
                key.MasterKey);
        }

        return table;
    }

    private sealed record Listed(IReadOnlyList<ListedKey> Keys);

    private sealed record ListedKey(
        string Kid,
        SigningKeyState State,
        DateTimeOffset CreatedAt,
        DateTimeOffset ActivatesAt,
        DateTimeOffset? RetiresAt,
        bool Unreadable,
        string? MasterKey);
}
