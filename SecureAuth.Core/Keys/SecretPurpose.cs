namespace SecureAuth.Core.Keys;

/// <summary>What the server's own secrets are for. The names are stored.</summary>
public enum SecretPurpose
{
    /// <summary>Hashes the identifiers under which guesses are counted.</summary>
    AccountIdentifiers = 1,

    /// <summary>Derives the successors of refresh tokens, and their MACs.</summary>
    RefreshTokens = 2,

    /// <summary>Hashes recovery codes.</summary>
    RecoveryCodes = 3,
}
