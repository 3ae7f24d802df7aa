namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Example values that several operations share. They are consistent: a reader who tries the operations in order registers, signs
/// in and signs out as the same user.
/// </summary>
internal static class Examples
{
    public const string UserId = "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f";
    public const string SessionId = "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e";
    public const string Email = "ada@example.com";
    public const string NewEmail = "ada@example.org";
    public const string Password = "violet anvil tuesday 7";
    public const string DisplayName = "Ada Lovelace";
    public const string AccessToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln";
    public const string RefreshToken = "sart_2vQm0p8r";
    public const string DeviceToken = "sadt_2vQm0p8r";
    public const string TempToken = "sa2f_2vQm0p8r";
    public const string SetUpToken = "sasu_2vQm0p8r";
    public const string ChallengeToken = "sapk_2vQm0p8r";
    public const string WebAuthnChallenge = "3Gk2vQm0p8rT1xYb";
    public const string MailedToken = "saot_2vQm0p8r";
    public const string Code = "492039";
    public const string Time = "2026-01-31T12:34:56.789Z";
    public const int AccessTokenLifetime = 900;
    public const int RefreshTokenLifetime = 604_800;
}
