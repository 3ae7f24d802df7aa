namespace SecureAuth.Core.Keys;

/// <summary>
/// The times of a rotation that nobody may set. The functions of the database repeat two of them, so that the role of the API
/// cannot have a key used, or replaced, sooner.
/// </summary>
public static class SigningKeyTimes
{
    /// <summary>How long services may cache the public keys.</summary>
    public static readonly TimeSpan CacheLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a key is published before it signs, at least. After that time, every cache has been read again.
    /// </summary>
    public static readonly TimeSpan MinAnnouncement = TimeSpan.FromMinutes(10);

    /// <summary>The longest lifetime of an access token that can be configured.</summary>
    public static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a replaced key still verifies: until the last of its tokens has expired, whatever lifetime is configured, and a
    /// margin for clocks.
    /// </summary>
    public static readonly TimeSpan Verification = MaxTokenLifetime + TimeSpan.FromMinutes(5);
}
