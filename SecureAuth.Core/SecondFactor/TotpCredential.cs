namespace SecureAuth.Core.SecondFactor;

/// <summary>A user's authenticator app: set up, and in force once it has shown a code.</summary>
public sealed class TotpCredential
{
    public Guid UserId { get; init; }

    /// <summary>The secret of RFC 6238, encrypted by Data Protection for this user alone.</summary>
    public required byte[] ProtectedSecret { get; set; }

    /// <summary>
    /// The last time step whose code was accepted (RFC 6238, section 5.2). It only ever rises, here and not in Redis: a
    /// code works once, whatever else is lost.
    /// </summary>
    public long LastUsedStep { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null until the user has shown a code of it.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}
