namespace SecureAuth.Core.Keys;

/// <param name="Keys">The configured ones, newest first, and then those that are missing.</param>
/// <param name="Refused">Elements of the ring that no master key of this installation has made: they are not used.</param>
public sealed record MasterKeyReport(IReadOnlyList<MasterKeyState> Keys, int Refused)
{
    /// <summary>One line for a log or a terminal.</summary>
    public override string ToString() => string.Join("; ", Keys);
}

/// <param name="Fingerprint">Names the key and says nothing of it.</param>
/// <param name="IsConfigured">False if elements of the ring ask for it in vain.</param>
/// <param name="IsNewest">It protects what is written from now on.</param>
/// <param name="Elements">How many elements of the ring need it.</param>
public sealed record MasterKeyState(string Fingerprint, bool IsConfigured, bool IsNewest, int Elements)
{
    /// <summary>Whether it can be taken out of the configuration and destroyed.</summary>
    public bool MayGo => IsConfigured && !IsNewest && Elements == 0;

    public override string ToString() => this switch
    {
        { IsConfigured: false } => $"{Fingerprint} is needed by {Elements} and not configured",
        { IsNewest: true } => $"{Fingerprint} is the newest and needed by {Elements}",
        { MayGo: true } => $"{Fingerprint} is not needed any more and may go",
        _ => $"{Fingerprint} is still needed by {Elements}: run secureauth keys rewrap",
    };
}
