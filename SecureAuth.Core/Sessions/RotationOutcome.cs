namespace SecureAuth.Core.Sessions;

/// <summary>How a refresh ended.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>The successor: new, or within the grace the same one again.</summary>
    public sealed record Rotated(SessionGrant Grant) : RotationOutcome;

    /// <summary>The token is malformed, forged, unknown, expired or of an ended session.</summary>
    public sealed record Refused : RotationOutcome;

    /// <summary>A token that had been rotated came back: its session is over, whoever holds the newer one.</summary>
    public sealed record Reused : RotationOutcome;
}
