using SecureAuth.Api;
using SecureAuth.Api.AccountPage;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Mail;
using SecureAuth.Api.Startup;
using SecureAuth.Api.Stores;
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

    app.ValidateSettings();
    app.UseSecureAuthPipeline();
    app.MapSecureAuthEndpoints();
    app.MapAccountPage();
    app.WarnAboutSettings();
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
