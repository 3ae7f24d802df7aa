using System.Text;

namespace SecureAuth.AppHost.Local;

/// <summary>What the programs are told, under the names that Aspire would inject.</summary>
internal sealed class SystemSettings(
    RunnerOptions options, DataFolder folder, Secrets secrets, PostgresStore postgres, RedisStore redis)
{
    private const string CertificatePath = "DataProtection__CertificatePath";

    private static string EnvironmentName =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 } name ? name : "Development";

    public string Origin => $"http://localhost:{options.Port}";

    public Dictionary<string, string> ForMigration => WithOperator(new()
    {
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__migrations"] = postgres.OwnerConnection,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
    });

    /// <summary>The certificate as a value: the file is for the eyes of whoever starts us, which the API need not run as.</summary>
    public Dictionary<string, string> ForApi => new(Shared.Where(setting => setting.Key != CertificatePath))
    {
        ["DataProtection__Certificate"] = Convert.ToBase64String(File.ReadAllBytes(folder.KeyRingFile)),
        ["ASPNETCORE_URLS"] = Origin,
        ["OTEL_SERVICE_NAME"] = "api",
    };

    private Dictionary<string, string> ForOperator => WithOperator(Shared);

    private Dictionary<string, string> Shared => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
        ["ConnectionStrings__redis"] = redis.Connection,
        ["Tokens__Issuer"] = Environment.GetEnvironmentVariable("Tokens__Issuer") ?? Origin,
        ["Tokens__Audience"] = Environment.GetEnvironmentVariable("Tokens__Audience") ?? "secureauth",
        ["Passwords__Peppers__0"] = secrets.Pepper,
        [CertificatePath] = folder.KeyRingFile,
        ["DataProtection__CertificatePassword"] = secrets.KeyRingPassword,
    };

    /// <summary>Values hold semicolons and spaces: quoted, a POSIX shell takes them as they are.</summary>
    public byte[] ToOperatorFile() => Encoding.UTF8.GetBytes(
        string.Concat(ForOperator.Select(setting => $"export {setting.Key}={Quoted(setting.Value)}\n")));

    private Dictionary<string, string> WithOperator(Dictionary<string, string> settings)
    {
        if (postgres.OperatorConnection is { } connection)
        {
            settings["ConnectionStrings__operator"] = connection;
        }

        return settings;
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
