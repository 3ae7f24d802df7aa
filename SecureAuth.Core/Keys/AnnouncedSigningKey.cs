namespace SecureAuth.Core.Keys;

/// <summary>The next signing key.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="ActivatesAt">From when on it signs.</param>
/// <param name="Changed">False if it had been announced before, and signs no sooner than it would have.</param>
/// <param name="IsNew">Whether it was generated for this.</param>
public sealed record AnnouncedSigningKey(string KeyId, DateTimeOffset ActivatesAt, bool Changed, bool IsNew);
