namespace SecureAuth.Api.Tokens;

/// <summary>The values of the <c>amr</c> claim (RFC 8176) for each way to sign in.</summary>
internal static class AuthenticationMethods
{
    public static readonly string[] Password = ["pwd"];

    /// <summary>With a code of the authenticator app, or with a recovery code in its place.</summary>
    public static readonly string[] WithCode = ["pwd", "otp", TokenClaims.MultiFactor];
}
