using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using SecureAuth.Api.Registration;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Passwords;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Limits and an example for each field. A name means the same wherever it occurs, so that the examples fit together: who
/// tries out the operations one after the other registers, signs in and signs out.
/// </summary>
internal static class FieldSchemas
{
    private const string User = "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f";
    public const string Session = "01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e";
    public const string AccessToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln";
    public const string RefreshToken = "sart_2vQm0p8r";
    public const string TempToken = "sa2f_2vQm0p8r";

    private const string Moment = "2026-01-31T12:34:56.789Z";

    public static void Describe(OpenApiSchema schema, JsonPropertyInfo member)
    {
        // A problem's own members are told by the examples of each answer.
        if (member.DeclaringType == typeof(ProblemDocument))
        {
            return;
        }

        var (example, maxLength, format) = Of(member.Name);
        if (member.DeclaringType == typeof(SecondFactorChallengeResponse))
        {
            example = OfChallenge(member.Name) ?? example;
        }

        schema.Examples = example is null ? null : [example];
        schema.Format = format ?? schema.Format;
        schema.MaxLength = maxLength;
        schema.Enum = ValuesOf(member);
    }

    /// <summary>By the last of these a client tells the two answers of a sign-in apart.</summary>
    private static JsonNode[]? ValuesOf(JsonPropertyInfo member) => member.Name switch
    {
        "token_type" => ["Bearer"],
        "method" => ["totp", "recovery_code", null!],
        "two_fa_required" => [member.DeclaringType != typeof(TokenPair)],
        _ => null,
    };

    private static JsonNode? OfChallenge(string name) => name switch
    {
        "expires_in" => 300,
        "two_fa_required" => true,
        _ => null,
    };

    private static (JsonNode? Example, int? MaxLength, string? Format) Of(string name) => name switch
    {
        "id" => (User, null, null),
        "email" => ("ada@example.com", EmailAddress.MaxLength, "email"),
        "password" => ("violet anvil tuesday 7", FieldLimits.Password, "password"),
        "display_name" => ("Ada Lovelace", FieldLimits.DisplayName, null),
        "device_name" => ("Laptop at home", FieldLimits.DeviceName, null),
        "device_token" => (null, FieldLimits.Token, null),
        "access_token" => (AccessToken, null, null),
        "token_type" => ("Bearer", null, null),
        "expires_in" => (900, null, null),
        "refresh_token" => (RefreshToken, FieldLimits.Token, null),
        "refresh_expires_in" => (604_800, null, null),
        "session_id" => (Session, null, null),
        "two_fa_required" => (false, null, null),
        "current_password" or "new_password" => ("violet anvil tuesday 7", FieldLimits.Password, "password"),
        "temp_token" => (TempToken, FieldLimits.Token, null),
        "code" => ("492039", FieldLimits.Code, null),
        "method" => ("totp", FieldLimits.Code, null),
        "methods" => (new JsonArray("totp", "recovery_code"), null, null),
        "secret" => ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", null, null),
        "uri" => ("otpauth://totp/auth.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com", null, null),
        "qr_svg" => ("<svg/>", null, null),
        "recovery_codes" => (new JsonArray("7kfm-q2xd-9hnp-4rvt-w8cz-6jya"), null, null),
        "ip" => ("203.0.113.7", null, null),
        "amr" => (new JsonArray("pwd", "otp", "mfa"), null, null),
        "last_used_at" or "expires_at" => (Moment, null, null),
        "roles" => (new JsonArray("user"), null, null),
        "created_at" or "updated_at" or "password_changed_at" or "last_login_at" => (Moment, null, null),
        _ => (null, null, null),
    };
}
