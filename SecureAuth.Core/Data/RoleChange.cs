namespace SecureAuth.Core.Data;

/// <summary>
/// The last change of a user's roles. A token contains the version of the roles that it was issued with, and both are read in one
/// snapshot. So a token with former roles always has a former version, whenever it is issued.
/// </summary>
public sealed class RoleChange
{
    public Guid UserId { get; init; }

    /// <summary>
    /// The time of the change in milliseconds, but always higher than the version before. A time and not a counter, so that no
    /// version of a history that a failover has lost is given again.
    /// </summary>
    public long Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The transaction of the change, which is how replicas find it, as they find a revocation.</summary>
    public ulong ChangedXid { get; set; }
}
