namespace SecureAuth.Core.SecondFactor;

/// <summary>A user's authenticator app. It takes effect once the user has confirmed it with a code.</summary>
public sealed class TotpCredential
{
    public Guid UserId { get; init; }

    /// <summary>The secret of RFC 6238, encrypted by Data Protection for this user.</summary>
    public required byte[] ProtectedSecret { get; set; }

    /// <summary>
    /// The last time step whose code was accepted (RFC 6238, section 5.2). It only increases. It is stored in Postgres and not in
    /// Redis, so that each code works only once even if Redis loses its data.
    /// </summary>
    public long LastUsedStep { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null until the user has confirmed the authenticator with a code.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}
