namespace SecureAuth.Core.Sessions;

/// <summary>
/// The single row that can sign out all users. Sessions that are not newer than <see cref="NotBefore"/> are rejected. It is an
/// epoch and not a list, because there may be millions of sessions.
/// </summary>
public sealed class TokenEpoch
{
    public int Id { get; init; }

    /// <summary>A trigger prevents moving it back, which would revive ended sessions.</summary>
    public DateTimeOffset NotBefore { get; set; }
}
