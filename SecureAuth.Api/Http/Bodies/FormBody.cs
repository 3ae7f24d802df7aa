namespace SecureAuth.Api.Http.Bodies;

/// <summary>Endpoint metadata: the body is a form and not JSON.</summary>
/// <param name="type">The type whose members are the parameters, for the OpenAPI document.</param>
internal sealed class FormBody(Type type)
{
    public const string MediaType = "application/x-www-form-urlencoded";

    public Type Type => type;

    public static bool IsExpectedBy(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FormBody>() is not null;
}

internal static class FormBodyExtensions
{
    public static RouteHandlerBuilder TakesForm<TParameters>(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new FormBody(typeof(TParameters)));
}
