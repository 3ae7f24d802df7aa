namespace SecureAuth.Core.Telemetry;

/// <summary>
/// A record that may hold a password, a token, a code or personal data. Records print all their members unless told
/// otherwise, and one that is logged or interpolated by mistake must not give them away: it prints its name alone.
/// </summary>
public abstract record Confidential
{
    public sealed override string ToString() => GetType().Name;
}
