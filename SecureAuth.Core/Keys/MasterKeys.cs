using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Keys;

/// <summary>The configured master keys.</summary>
public sealed class MasterKeys(IOptions<MasterKeyOptions> options)
{
    /// <summary>
    /// The master keys, newest first. The validator accepts an empty list only where the development key is acceptable.
    /// </summary>
    internal IReadOnlyList<MasterKey> All { get; } = options.Value.Master.Count == 0
        ? [MasterKey.Development]
        : [.. options.Value.Master.Select(base64 => new MasterKey(base64))];

    internal MasterKey Newest => All[0];

    internal bool UsesDevelopmentKey => Newest == MasterKey.Development;

    internal MasterKey? Find(string? fingerprint) => All.FirstOrDefault(key => key.Fingerprint == fingerprint);
}
