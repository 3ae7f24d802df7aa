namespace SecureAuth.Api.Http.Documentation;

/// <summary>Endpoint metadata: one of several bodies that an operation accepts, whose members exclude each other.</summary>
/// <param name="body">The request.</param>
/// <param name="name">The example's name in the document.</param>
/// <param name="summary">Says what the client wants then.</param>
internal sealed class RequestExample(object body, string name, string summary)
{
    public object Body => body;

    public string Name => name;

    public string Summary => summary;
}

internal static class RequestExampleExtensions
{
    public static RouteHandlerBuilder WithRequestExample(
        this RouteHandlerBuilder endpoint, string name, string summary, object body) =>
        endpoint.WithMetadata(new RequestExample(body, name, summary));
}
