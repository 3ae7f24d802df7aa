namespace SecureAuth.Core.Sessions;

/// <summary>
/// The single row that signs everybody out: a session whose id is not younger than <see cref="NotBefore"/> is refused.
/// An epoch and not a list, since there may be millions of sessions.
/// </summary>
public sealed class TokenEpoch
{
    public int Id { get; init; }

    /// <summary>A trigger refuses to move it back: sessions that have been ended would live again.</summary>
    public DateTimeOffset NotBefore { get; set; }
}
