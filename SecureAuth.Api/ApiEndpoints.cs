using Microsoft.Extensions.Options;
using SecureAuth.Api.Email;
using SecureAuth.Api.HealthChecks;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
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
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Features;

namespace SecureAuth.Api;

/// <summary>
/// All paths but those of the account page. What an operator has switched off is not mapped, so that it is neither found nor
/// documented.
/// </summary>
internal static class ApiEndpoints
{
    public static void MapSecureAuthEndpoints(this WebApplication app)
    {
        var registration = Options<RegistrationOptions>();
        var features = Options<FeatureOptions>();
        var api = app.MapGroup("/api/v1").WithoutMediaTypeRouting();
        When(registration.Registration != RegistrationMode.Closed, api.MapRegistration);
        When(registration.UsersInvite, () => api.MapInvitations());
        api.MapEmail();
        api.MapEmailChange();
        api.MapSignIn(features);
        When(features.Passkeys, api.MapPasskeySignIn);
        api.MapReauthentication();
        api.MapSecondFactor(features);
        api.MapTokens();
        api.MapOAuth();
        api.MapRevocations();
        api.MapUsers(features);
        api.MapActivity();
        When(features.Export, () => api.MapExport());
        api.MapSessions();
        api.MapPasswords(features);
        api.MapPasswordRecovery();
        When(features.Passkeys, api.MapPasskeys);
        api.MapDocumentation();
        app.MapWellKnown(features);
        app.MapDefaultEndpoints(HealthAnswer.WriteAsync);

        TOptions Options<TOptions>()
            where TOptions : class => app.Services.GetRequiredService<IOptions<TOptions>>().Value;
    }

    /// <summary>
    /// Says that a method does not exist where the path has others: the framework would answer that the path does not support it.
    /// </summary>
    public static void MapSwitchedOff(this RouteGroupBuilder group, HttpMethod method) =>
        group.MapMethods("", [method.Method], () => Problem.Of(ErrorCode.NotFound)).AllowAnonymous().ExcludeFromDescription();

    private static void When(bool isOn, Action map)
    {
        if (isOn)
        {
            map();
        }
    }
}
