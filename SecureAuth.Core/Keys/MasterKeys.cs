using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Keys;

/// <summary>The configured master keys.</summary>
public sealed class MasterKeys(IOptions<MasterKeyOptions> options)
{
    /// <summary>Newest first. The validator lets none be configured only where the public one will do.</summary>
    internal IReadOnlyList<MasterKey> All { get; } = options.Value.Master.Count == 0
        ? [MasterKey.Public]
        : [.. options.Value.Master.Select(base64 => new MasterKey(base64))];

    internal MasterKey Newest => All[0];

    internal bool IsPublic => Newest == MasterKey.Public;

    internal MasterKey? Find(string? fingerprint) => All.FirstOrDefault(key => key.Fingerprint == fingerprint);
}
