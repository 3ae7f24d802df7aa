using SecureAuth.Api;
using SecureAuth.Api.AccountPage;
using SecureAuth.Api.Email;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Mail;
using SecureAuth.Api.OAuth;
using SecureAuth.Api.Passkeys;
using SecureAuth.Api.Passwords;
using SecureAuth.Api.Registration;
using SecureAuth.Api.SecondFactor;
using SecureAuth.Api.Sessions;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Startup;
using SecureAuth.Api.Stores;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.Users;
using SecureAuth.Api.WellKnown;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;

if (args is [HealthProbe.Switch])
{
    return HealthProbe.Run();
}

try
{
    var builder = WebApplication.CreateBuilder(args);

    builder.Configuration.AddSecretFiles();
    builder.AddServiceDefaults();
    builder.AddStores();
    builder.Services.AddSecureAuthCore();
    builder.Services.AddSecureAuthBackgroundWork();
    builder.AddSecureAuthApi();

    var app = builder.Build();

    app.UseSecureAuthPipeline();

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
    app.MapDefaultEndpoints();

    app.ValidateSettings();
    app.MapAccountPage();
    app.WarnAboutMail();
    var mail = app.TestMailAsync();
    app.TestPasswordHashing();
    await mail;
    await app.OpenPrometheusPortAsync();
    await app.RunAsync();
    return 0;
}
catch (OperationCanceledException)
{
    // The process was stopped while it was starting.
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
