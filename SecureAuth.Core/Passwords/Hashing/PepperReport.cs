namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Reports which peppers the stored hashes need.</summary>
/// <param name="Peppers">The configured peppers, newest first, followed by the missing ones.</param>
/// <param name="Hashes">The number of hashes that were read.</param>
/// <param name="IsComplete">False if they are a sample. A pepper that only a few hashes need may then not be in it.</param>
public sealed record PepperReport(IReadOnlyList<PepperState> Peppers, int Hashes, bool IsComplete)
{
    /// <summary>One line for a terminal.</summary>
    public override string ToString()
    {
        var read = $"{(IsComplete ? "of all" : "of a sample of")} {Hashes} hashes";
        return Peppers.Count == 0 ? $"none is configured, and none {read} needs one" : $"{string.Join("; ", Peppers)} ({read})";
    }
}

/// <param name="Fingerprint">Identifies the pepper and reveals nothing about it.</param>
/// <param name="IsConfigured">False if hashes need the pepper but it is not configured.</param>
/// <param name="IsNewest">Whether new hashes get the pepper.</param>
/// <param name="Hashes">The number of hashes among those that were read that need the pepper.</param>
public sealed record PepperState(string Fingerprint, bool IsConfigured, bool IsNewest, int Hashes)
{
    public override string ToString() => this switch
    {
        { IsConfigured: false } => $"{Fingerprint} is needed by {Hashes} but is not configured",
        { IsNewest: true } => $"{Fingerprint} is the newest and needed by {Hashes}",
        _ => $"{Fingerprint} is needed by {Hashes}",
    };
}
