namespace SecureAuth.Core.Telemetry;

/// <summary>
/// The base of records that may contain a password, a token, a code or personal data. A record prints all its members by default.
/// A confidential record prints only its type name, so that logging or interpolating it by mistake reveals nothing.
/// </summary>
public abstract record Confidential
{
    public sealed override string ToString() => GetType().Name;
}
