namespace SecureAuth.Core.Keys;

/// <summary>The purposes of the server's own secrets. The names are stored.</summary>
public enum SecretPurpose
{
    /// <summary>The key that hashes the identifiers under which guesses are counted.</summary>
    AccountIdentifiers = 1,

    /// <summary>The key from which the successors and MACs of refresh tokens are derived.</summary>
    RefreshTokens = 2,

    /// <summary>The key that hashes recovery codes.</summary>
    RecoveryCodes = 3,

    /// <summary>The key from which the tokens of mails are derived.</summary>
    OneTimeTokens = 4,

    /// <summary>The key from which device tokens are derived.</summary>
    DeviceTokens = 5,
}
