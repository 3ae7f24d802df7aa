using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Passwords;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Registration;
using SecureAuth.Api.Sessions;
using SecureAuth.Api.Shutdown;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Stores;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.TwoFactor;
using SecureAuth.Api.Users;
using SecureAuth.Api.WellKnown;
using SecureAuth.Core;

try
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddServiceDefaults();
    builder.AddSecureAuthHttp();
    builder.AddStores();
    builder.Services.AddSecureAuthCore(builder.Configuration);
    builder.Services.AddSecureAuthBackgroundWork();
    builder.Services.AddSecureAuthRateLimits();
    builder.Services.AddCredentialChecks();
    builder.Services.AddRefusals();
    builder.Services.AddTokens();
    builder.Services.AddRegistration();
    builder.Services.AddSignIn();
    builder.Services.AddTwoFactor();
    builder.Services.AddStepUp();
    builder.Services.AddPasswordChange();
    builder.Services.AddUsers();
    builder.Services.AddDocumentation();
    builder.Services.AddShutdown();

    var app = builder.Build();

    app.UseSecureAuthHttp();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseMiddleware<UnexpectedMembers>();

    var api = app.MapGroup("/api/v1").WithoutMediaTypeRouting();
    api.MapRegistration();
    api.MapSignIn();
    api.MapReauthentication();
    api.MapTwoFactor();
    api.MapTokens();
    api.MapUsers();
    api.MapSessions();
    api.MapPasswords();
    api.MapDocumentation();
    app.MapWellKnown();
    app.MapDefaultEndpoints();

    app.ValidateSettings();
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // Stopped while it was starting.
    return 0;
}
catch (Exception error) when (StartupFailure.Describe(error) is { Count: > 0 } problems)
{
    foreach (var problem in problems)
    {
        await Console.Error.WriteLineAsync(problem);
    }

    return 1;
}
