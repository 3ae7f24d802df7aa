using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The collector or dashboard that receives the telemetry of the programs.</summary>
internal sealed class OtlpEndpoint
{
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly Uri _uri;

    private OtlpEndpoint(string url, Uri uri)
    {
        Url = url;
        _uri = uri;
    }

    public string Url { get; }

    /// <summary>The URL to print. A user name, a password or a query, which can be a secret, is left out.</summary>
    public string Description => _uri.GetComponents(
        UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <param name="problem">A sentence for the user if it is not such a URL.</param>
    public static OtlpEndpoint Parse(string url, string problem) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? new OtlpEndpoint(url, uri)
            : throw new CannotStartException(problem, "Use an absolute http or https URL, such as http://localhost:4317.");

    /// <summary>Returns null if the variable is not set.</summary>
    public static OtlpEndpoint? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url
            ? Parse(url, $"The environment variable {Variable} is invalid.")
            : null;
}
