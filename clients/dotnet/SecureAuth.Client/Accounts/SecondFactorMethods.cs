namespace SecureAuth.Client;

/// <summary>The methods that can complete a sign-in. Later versions of the server may have more.</summary>
public static class SecondFactorMethods
{
    /// <summary>A code of an authenticator app.</summary>
    public const string Totp = "totp";

    /// <summary>One of the recovery codes.</summary>
    public const string RecoveryCode = "recovery_code";

    /// <summary>A passkey.</summary>
    public const string Passkey = "passkey";
}
