using Npgsql;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Secrets;

/// <summary>The secrets that an installation is configured with.</summary>
internal static class DeploymentSecrets
{
    /// <summary>The forms of the pepper, the master key, and the passwords of the stores.</summary>
    public static IEnumerable<string> FormsOf(Settings settings)
    {
        string?[] passwords =
        [
            PasswordOf(settings.Owner),
            PasswordOf(settings.Api),
            settings.Operators is null ? null : PasswordOf(settings.Operators),
            ConfigurationOptions.Parse(settings.Redis).Password,
        ];
        return
        [
            .. passwords.OfType<string>().SelectMany(SecretForms.Of),
            .. SecretForms.Of(Convert.FromBase64String(settings.Pepper)),
            .. SecretForms.Of(Convert.FromBase64String(settings.MasterKey)),
        ];
    }

    private static string? PasswordOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Password;
}
