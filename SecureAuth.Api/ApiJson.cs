using System.Text.Json.Serialization;
using SecureAuth.Api.Email;
using SecureAuth.Api.HealthChecks;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.OAuth;
using SecureAuth.Api.Passkeys;
using SecureAuth.Api.Passwords;
using SecureAuth.Api.Registration;
using SecureAuth.Api.SecondFactor;
using SecureAuth.Api.Sessions;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.Users;
using SecureAuth.Api.WellKnown;

namespace SecureAuth.Api;

/// <summary>
/// The bodies of all requests and responses. The compiler generates what the serializer knows of them, so that neither the start
/// nor a first request has to read it by reflection.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(RegistrationAcceptedResponse))]
[JsonSerializable(typeof(CodeRequestedResponse))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(VerifyEmailRequest))]
[JsonSerializable(typeof(ResendVerificationRequest))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(RestoreEmailRequest))]
[JsonSerializable(typeof(ForgotPasswordRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(SecondFactorLoginRequest))]
[JsonSerializable(typeof(SecondFactorChallengeResponse))]
[JsonSerializable(typeof(SecondFactorRequiredResponse))]
[JsonSerializable(typeof(ReauthenticateRequest))]
[JsonSerializable(typeof(FreshTokenResponse))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(ConfirmTotpRequest))]
[JsonSerializable(typeof(SecondFactorCookieResponse))]
[JsonSerializable(typeof(TotpSetUp))]
[JsonSerializable(typeof(RecoveryCodesResponse))]
[JsonSerializable(typeof(SecondFactorSetUpResponse))]
[JsonSerializable(typeof(PasskeyOptionsRequest))]
[JsonSerializable(typeof(PasskeyRequestOptionsResponse))]
[JsonSerializable(typeof(PasskeyLoginRequest))]
[JsonSerializable(typeof(PasskeyCreationOptionsResponse))]
[JsonSerializable(typeof(AddPasskeyRequest))]
[JsonSerializable(typeof(RenamePasskeyRequest))]
[JsonSerializable(typeof(PasskeyResponse))]
[JsonSerializable(typeof(PasskeySetUpResponse))]
[JsonSerializable(typeof(PasskeyCookieResponse))]
[JsonSerializable(typeof(PasskeysResponse))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(LogoutRequest))]
[JsonSerializable(typeof(TokenPair))]
[JsonSerializable(typeof(CookieSessionResponse))]
[JsonSerializable(typeof(FreshCookieResponse))]
[JsonSerializable(typeof(UserResponse))]
[JsonSerializable(typeof(UpdateUserRequest))]
[JsonSerializable(typeof(ActivityResponse))]
[JsonSerializable(typeof(ExportResponse))]
[JsonSerializable(typeof(SessionsResponse))]
[JsonSerializable(typeof(TokenFormRequest))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(RevocationsResponse))]
[JsonSerializable(typeof(RelatedOriginsResponse))]
[JsonSerializable(typeof(PublicKeySet))]
[JsonSerializable(typeof(DiscoveryDocument))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class ApiJson : JsonSerializerContext;
