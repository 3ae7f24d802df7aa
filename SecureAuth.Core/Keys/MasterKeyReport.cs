namespace SecureAuth.Core.Keys;

/// <summary>Reports which master keys the key ring needs.</summary>
/// <param name="Keys">The configured master keys, newest first, followed by the missing ones.</param>
/// <param name="Refused">The number of elements without a valid MAC, which are not used.</param>
public sealed record MasterKeyReport(IReadOnlyList<MasterKeyState> Keys, int Refused)
{
    /// <summary>One line for a log or a terminal.</summary>
    public override string ToString() => string.Join("; ", Keys);
}

/// <param name="Fingerprint">Identifies the key and reveals nothing about it.</param>
/// <param name="IsConfigured">False if elements of the ring need the key but it is not configured.</param>
/// <param name="IsNewest">Whether the key protects new elements.</param>
/// <param name="Elements">The number of elements of the ring that need the key.</param>
/// <param name="Seals">The number of seals of the audit that need the key, up to 10,000.</param>
public sealed record MasterKeyState(string Fingerprint, bool IsConfigured, bool IsNewest, int Elements, int Seals)
{
    /// <summary>Whether the key can be removed from the configuration and destroyed.</summary>
    public bool CanBeRemoved => IsConfigured && !IsNewest && Elements == 0 && Seals == 0;

    public override string ToString() => this switch
    {
        { IsConfigured: false } => $"{Fingerprint} is needed by {Needed} but is not configured",
        { IsNewest: true } => $"{Fingerprint} is the newest and needed by {Elements}",
        { CanBeRemoved: true } => $"{Fingerprint} is no longer needed and can be removed",
        _ => $"{Fingerprint} is still needed by {Needed}: run secureauth keys rewrap",
    };

    private string Needed => Seals == 0 ? $"{Elements}" : $"{Elements} and {Seals} seals of the audit";
}
