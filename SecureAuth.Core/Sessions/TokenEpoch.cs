namespace SecureAuth.Core.Sessions;

/// <summary>
/// The single row that signs everybody out: a session whose id is not younger than <see cref="NotBefore"/> is refused.
/// An epoch and not a list, since there may be millions of sessions.
/// </summary>
public sealed class TokenEpoch
{
    public int Id { get; init; }

    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Names this database, so that two of them that share a Redis do not share their revocations.</summary>
    public Guid DeploymentId { get; init; }
}
