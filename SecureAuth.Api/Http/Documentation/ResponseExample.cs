namespace SecureAuth.Api.Http.Documentation;

/// <summary>Endpoint metadata: one of several bodies that an operation can return with the same status.</summary>
/// <param name="body">The body's type.</param>
/// <param name="name">The example's name in the document.</param>
/// <param name="summary">Says when the operation returns this body.</param>
internal sealed class ResponseExample(Type body, string name, string summary)
{
    public Type Body => body;

    public string Name => name;

    public string Summary => summary;
}

internal static class ResponseExampleExtensions
{
    public static RouteHandlerBuilder WithResponseExample<TBody>(
        this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithMetadata(new ResponseExample(typeof(TBody), name, summary));
}
