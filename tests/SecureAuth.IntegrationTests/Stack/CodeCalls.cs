using System.Text.RegularExpressions;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The calls of a client where mails carry codes.</summary>
internal static partial class CodeCalls
{
    public static Task<Response> VerifyCodeAsync(this TestClient client, string? requestToken, string? code) =>
        client.PostAsync("/api/v1/auth/email/verify", new { request_token = requestToken, code });

    public static Task<Response> ResetWithCodeAsync(
        this TestClient client, string? requestToken, string? code, string newPassword) => client.PostAsync(
        "/api/v1/auth/password/reset", new { request_token = requestToken, code, new_password = newPassword });

    /// <summary>The only eight digits of a mail.</summary>
    public static string CodeIn(this ReceivedMail mail) => Assert.Single(EightDigits().Matches(mail.Text)).Value;

    /// <summary>Another code, which is wrong.</summary>
    public static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    [GeneratedRegex(@"(?<!\d)\d{8}(?!\d)")]
    private static partial Regex EightDigits();
}
