using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SecureAuth.Client;

internal sealed record LoginRequest(
    string? Email, string? Username, string Password, string? DeviceToken, string? DeviceName) : SecureAuthMessage;

internal sealed record SecondFactorRequest(
    string TempToken, string? Code, string? Method, string? ChallengeToken, JsonElement? Credential) : SecureAuthMessage;

internal sealed record TokenRequest(string Token) : SecureAuthMessage;

internal sealed record MailedCodeRequest(string RequestToken, string Code) : SecureAuthMessage;

internal sealed record EmailRequest(string Email, string? LinkBase = null) : SecureAuthMessage;

internal sealed record NewEmailRequest(string NewEmail, string? LinkBase) : SecureAuthMessage;

internal sealed record ResetPasswordRequest(string Token, string NewPassword) : SecureAuthMessage;

internal sealed record ResetWithCodeRequest(string RequestToken, string Code, string NewPassword) : SecureAuthMessage;

internal sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword) : SecureAuthMessage;

internal sealed record RefreshRequest(string RefreshToken) : SecureAuthMessage;

internal sealed record LogoutRequest(string RefreshToken, bool? All) : SecureAuthMessage;

internal sealed record ReauthenticateRequest(string? Password, string? Code) : SecureAuthMessage;

internal sealed record CodeRequest(string Code) : SecureAuthMessage;

/// <summary>A null is written, because it removes the name.</summary>
internal sealed record DisplayNameRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? DisplayName) : SecureAuthMessage;

/// <inheritdoc cref="DisplayNameRequest"/>
internal sealed record UsernameRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Username) : SecureAuthMessage;

internal sealed record FieldsRequest(JsonObject Fields) : SecureAuthMessage;

internal sealed record PasskeyOptionsRequest(string? Email, string? TempToken) : SecureAuthMessage;

internal sealed record PasskeyLoginRequest(
    string ChallengeToken, JsonElement Credential, string? DeviceToken, string? DeviceName) : SecureAuthMessage;

internal sealed record AddPasskeyRequest(string ChallengeToken, string Name, JsonElement Credential) : SecureAuthMessage;

internal sealed record RenamePasskeyRequest(string Name) : SecureAuthMessage;
