namespace SecureAuth.Core.Sessions;

/// <summary>The outcome of a refresh.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>The token has a successor, which is new or, within the grace period, the same one again.</summary>
    public sealed record Rotated(SessionGrant Grant) : RotationOutcome;

    /// <summary>The token is malformed, forged, unknown or expired, or its session has been ended.</summary>
    public sealed record Refused : RotationOutcome;

    /// <summary>
    /// The token had already been rotated. Its session is ended, because this token or its successor may have been stolen.
    /// </summary>
    public sealed record Reused : RotationOutcome;
}
