using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Hashing;

namespace SecureAuth.Api.Http.Failures;

/// <summary>
/// Explains in plain text why the process cannot start. Any other exception is a defect and crashes the process.
/// </summary>
internal static class StartupFailure
{
    /// <summary>Validates the settings before the host does, which would log each invalid setting with a stack trace.</summary>
    public static void ValidateSettings(this WebApplication app) =>
        app.Services.GetService<IStartupValidator>()?.Validate();

    /// <summary>
    /// Refuses to start if bcrypt computes a wrong hash, because it could lock users out or let others in.
    /// </summary>
    /// <exception cref="BcryptSelfTestException">A hash was wrong.</exception>
    public static void TestPasswordHashing(this WebApplication app) => app.Services.GetRequiredService<BcryptSha256>().SelfTest();

    /// <summary>Returns one line for each problem, or no lines if an operator cannot repair the failure.</summary>
    public static IReadOnlyList<string> Describe(Exception error) => error switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(Describe)],
        BcryptSelfTestException wrong => [wrong.Message],
        IOException io when io.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => [io.Message],
        _ => [],
    };
}
