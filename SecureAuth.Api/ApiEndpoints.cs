using SecureAuth.Api.Email;
using SecureAuth.Api.HealthChecks;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
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

/// <summary>All paths but those of the account page, which an operator switches on.</summary>
internal static class ApiEndpoints
{
    public static void MapSecureAuthEndpoints(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithoutMediaTypeRouting();
        api.MapRegistration();
        api.MapEmail();
        api.MapEmailChange();
        api.MapSignIn();
        api.MapPasskeySignIn();
        api.MapReauthentication();
        api.MapSecondFactor();
        api.MapTokens();
        api.MapOAuth();
        api.MapRevocations();
        api.MapUsers();
        api.MapActivity();
        api.MapExport();
        api.MapSessions();
        api.MapPasswords();
        api.MapPasswordRecovery();
        api.MapPasskeys();
        api.MapDocumentation();
        app.MapWellKnown();
        app.MapDefaultEndpoints(HealthAnswer.WriteAsync);
    }
}
