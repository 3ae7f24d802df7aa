namespace SecureAuth.Api.Tokens;

/// <summary>The <c>amr</c> claim (RFC 8176) of each way to sign in.</summary>
internal static class AuthenticationMethods
{
    public static readonly string[] Password = ["pwd"];

    /// <summary>A password and then a code of the authenticator app or a recovery code.</summary>
    public static readonly string[] WithCode = ["pwd", "otp", TokenClaims.MultiFactor];

    /// <summary>A passkey alone. It is two factors, because the authenticator has verified the user.</summary>
    public static string[] Passkey(bool backupEligible) => [Key(backupEligible), "user", TokenClaims.MultiFactor];

    /// <summary>A password and then a passkey.</summary>
    public static string[] WithPasskey(bool backupEligible) => ["pwd", .. Passkey(backupEligible)];

    /// <summary>A key that can be copied to other devices is not secured by one piece of hardware.</summary>
    private static string Key(bool backupEligible) => backupEligible ? "swk" : "hwk";
}
