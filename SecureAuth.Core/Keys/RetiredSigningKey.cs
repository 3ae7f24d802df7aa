namespace SecureAuth.Core.Keys;

/// <summary>The result of a retirement.</summary>
/// <param name="Changed">False if the key had been retired before.</param>
/// <param name="SigningKeyId">The key that signs now, or null if none can be used.</param>
/// <param name="IsNew">Whether that key was announced, or generated, and takes the place of the retired one.</param>
/// <param name="NeedsNew">Whether it had to be generated.</param>
public sealed record RetiredSigningKey(bool Changed, string? SigningKeyId, bool IsNew, bool NeedsNew);
