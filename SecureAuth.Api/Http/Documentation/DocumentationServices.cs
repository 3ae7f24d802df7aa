using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

internal static class DocumentationServices
{
    public static IServiceCollection AddDocumentation(this IServiceCollection services)
    {
        services.AddSingleton<DocumentEndpoint>();
        return services.AddOpenApi(DocumentEndpoint.DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(DocumentFrame.TransformAsync);
            options.AddOperationTransformer(AlternativeAnswers.TransformAsync);
            options.AddOperationTransformer(OperationAnswers.TransformAsync);
            options.AddSchemaTransformer(SchemaRules.TransformAsync);
        });
    }

    /// <summary>In every environment: what a client may rely on is no secret (docs/decisions/0005-http-conventions.md).</summary>
    public static void MapDocumentation(this RouteGroupBuilder api)
    {
        api.MapGet("/openapi.json", DocumentEndpoint.SendAsync).ExcludeFromDescription().AllowAnonymous();
        api.MapDocumentationPages();
    }
}
