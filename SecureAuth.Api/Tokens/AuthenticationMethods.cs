namespace SecureAuth.Api.Tokens;

/// <summary>The <c>amr</c> claim (RFC 8176) of each way to sign in.</summary>
internal static class AuthenticationMethods
{
    public static readonly string[] Password = ["pwd"];

    /// <summary>A password and then a code of the authenticator app or a recovery code.</summary>
    public static readonly string[] WithCode = ["pwd", "otp", TokenClaims.MultiFactor];
}
