namespace SecureAuth.Api.Http.Documentation;

/// <summary>Endpoint metadata: one of several bodies that an operation can return with the same status.</summary>
/// <param name="body">The body's type.</param>
/// <param name="name">The example's name in the document.</param>
/// <param name="summary">Says when the operation returns this body.</param>
/// <param name="omitted">The optional members that it does not have then, by their names in JSON.</param>
/// <param name="value">The body, if it is not composed from the examples of its members.</param>
internal sealed class ResponseExample(
    Type body, string name, string summary, IReadOnlyList<string> omitted, object? value = null)
{
    public Type Body => body;

    public string Name => name;

    public string Summary => summary;

    public IReadOnlyList<string> Omitted => omitted;

    public object? Value => value;
}

internal static class ResponseExampleExtensions
{
    public static RouteHandlerBuilder WithResponseExample<TBody>(
        this RouteHandlerBuilder endpoint, string name, string summary, params string[] omitted) =>
        endpoint.WithMetadata(new ResponseExample(typeof(TBody), name, summary, omitted));

    public static RouteHandlerBuilder WithResponseExample(
        this RouteHandlerBuilder endpoint, string name, string summary, object body) =>
        endpoint.WithMetadata(new ResponseExample(body.GetType(), name, summary, [], body));
}
