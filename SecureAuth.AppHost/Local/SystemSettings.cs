using System.Globalization;
using System.Text;

namespace SecureAuth.AppHost.Local;

/// <summary>The settings of the programs, as environment variables with the same names as in the Aspire flavour.</summary>
internal sealed class SystemSettings(
    RunnerOptions options, Secrets secrets, PostgresStore postgres, RedisStore redis, string mailFolder)
{
    private const string PrometheusPort = "OTEL_EXPORTER_PROMETHEUS_PORT";

    private static readonly string[] MailTransports = ["Email__Smtp__Host", "Email__PickupDirectory"];

    private static string EnvironmentName =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 } name ? name : "Development";

    /// <summary>Every replica issues tokens in the name of the first one, so that all of them accept each other's.</summary>
    private string Issuer =>
        Environment.GetEnvironmentVariable("Tokens__Issuer") ?? options.Replicas.First().Origin;

    public Dictionary<string, string> ForMigration => WithTelemetry(WithOperator(new()
    {
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__migrations"] = postgres.OwnerConnection,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
        ["Keys__Master__0"] = secrets.MasterKey,
    }));

    private Dictionary<string, string> ForOperator =>
        WithInheritedSettings(WithInheritedTelemetry(WithTelemetry(WithOperator(Shared))));

    private Dictionary<string, string> Shared => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
        ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        ["ConnectionStrings__secureauth"] = postgres.ApiConnection,
        ["ConnectionStrings__redis"] = redis.Connection,
        ["Tokens__Issuer"] = Issuer,
        ["Tokens__Audience"] = Environment.GetEnvironmentVariable("Tokens__Audience") ?? "secureauth",
        ["Passwords__Peppers__0"] = secrets.Pepper,
        ["Keys__Master__0"] = secrets.MasterKey,
    };

    public Dictionary<string, string> ForApi(Replica replica)
    {
        var settings = WithTelemetry(WithMail(new(Shared) { ["ASPNETCORE_URLS"] = replica.Origin }));
        if (replica.Number is not null)
        {
            settings[ResourceAttributes.Variable] = ResourceAttributes.With(replica.InstanceId);
            if (int.TryParse(Environment.GetEnvironmentVariable(PrometheusPort), out var first))
            {
                settings[PrometheusPort] = (first + replica.Number.Value - 1).ToString(CultureInfo.InvariantCulture);
            }
        }

        return settings;
    }

    /// <summary>Mails become files, unless the environment says how to send them.</summary>
    private Dictionary<string, string> WithMail(Dictionary<string, string> settings)
    {
        if (!MailTransports.Any(key => Environment.GetEnvironmentVariable(key) is { Length: > 0 }))
        {
            settings["Email__PickupDirectory"] = mailFolder;
        }

        return settings;
    }

    /// <summary>The values are quoted for a POSIX shell, because they contain semicolons and spaces.</summary>
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

    /// <summary>
    /// The programs inherit all other variables of OpenTelemetry, so the headers, which are secret, pass us by.
    /// </summary>
    private Dictionary<string, string> WithTelemetry(Dictionary<string, string> settings)
    {
        if (options.Otlp is { } endpoint)
        {
            settings[OtlpEndpoint.Variable] = endpoint.Url;
        }

        return settings;
    }

    /// <summary>
    /// The operator's shell has another environment. The headers may contain a key, and the file already contains passwords.
    /// </summary>
    private static Dictionary<string, string> WithInheritedTelemetry(Dictionary<string, string> settings)
    {
        foreach (var name in (string[])["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"])
        {
            if (settings.ContainsKey(OtlpEndpoint.Variable) && Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                settings[name] = value;
            }
        }

        return settings;
    }

    /// <summary>.NET reads the names of settings in any case.</summary>
    private static Dictionary<string, string> WithInheritedSettings(Dictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in InheritedSettings.All)
        {
            all.TryAdd(name, value);
        }

        return all;
    }

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
