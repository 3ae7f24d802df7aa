using System.Text;

namespace SecureAuth.AppHost.Local;

/// <summary>What the programs are told, under the names that Aspire would inject.</summary>
internal sealed class SystemSettings(
    RunnerOptions options, DataFolder folder, Secrets secrets, PostgresStore postgres, RedisStore redis)
{
    private static string EnvironmentName =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 } name ? name : "Development";

    public string Origin => $"http://localhost:{options.Port}";

    public Dictionary<string, string> ForMigration => new()
    {
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__migrations"] = postgres.OwnerConnection,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
    };

    public Dictionary<string, string> ForApi => new(ForOperator)
    {
        ["ASPNETCORE_URLS"] = Origin,
        ["OTEL_SERVICE_NAME"] = "api",
    };

    private Dictionary<string, string> ForOperator => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
        ["ConnectionStrings__redis"] = redis.Connection,
        ["Tokens__Issuer"] = Environment.GetEnvironmentVariable("Tokens__Issuer") ?? Origin,
        ["Tokens__Audience"] = Environment.GetEnvironmentVariable("Tokens__Audience") ?? "secureauth",
        ["Passwords__Peppers__0"] = secrets.Pepper,
        ["DataProtection__CertificatePath"] = folder.KeyRingFile,
        ["DataProtection__CertificatePassword"] = secrets.KeyRingPassword,
    };

    /// <summary>Values hold semicolons and spaces: quoted, a POSIX shell takes them as they are.</summary>
    public byte[] ToOperatorFile() => Encoding.UTF8.GetBytes(
        string.Concat(ForOperator.Select(setting => $"export {setting.Key}={Quoted(setting.Value)}\n")));

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
