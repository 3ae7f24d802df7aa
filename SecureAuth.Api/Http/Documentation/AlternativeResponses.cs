using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Documents an operation that has several response bodies for one status as a <c>oneOf</c>. The framework keeps only the last
/// body, and a client generated from that cannot read the others.
/// </summary>
internal static class AlternativeResponses
{
    private const string Json = "application/json";

    public static async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("The operation does not belong to a document.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var alternatives = metadata.OfType<IProducesResponseTypeMetadata>()
            .Where(response => response.Type is not null && response.Type != typeof(void))
            .GroupBy(response => response.StatusCode, response => response.Type!)
            .Where(types => types.Distinct().Count() > 1);
        foreach (var types in alternatives)
        {
            var schemas = new List<IOpenApiSchema>();
            foreach (var type in types)
            {
                var schema = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken);
                document.AddComponent(type.Name, schema);
                schemas.Add(new OpenApiSchemaReference(type.Name, document));
            }

            var response = operation.Responses![types.Key.ToString(CultureInfo.InvariantCulture)];
            response.Content![Json] = new OpenApiMediaType { Schema = new OpenApiSchema { OneOf = schemas } };
        }
    }
}
