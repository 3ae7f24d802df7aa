using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Makes the bodies of a <c>oneOf</c> exclude each other. A body with all members of another one and more would match both
/// schemas, but <c>oneOf</c> demands exactly one. So the smaller schema excludes a member that only the larger ones have.
/// </summary>
internal static class ExclusiveResponses
{
    /// <summary>Runs when the schemas of all operations are in the document, because some share a body.</summary>
    public static Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var bodies = document.Paths.Values
            .SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Responses!.Values)
            .SelectMany(response => response.Content?.Values ?? []);
        foreach (var alternatives in bodies.Select(body => body.Schema?.OneOf).OfType<IList<IOpenApiSchema>>())
        {
            Separate([.. alternatives.OfType<OpenApiSchemaReference>().Select(reference => SchemaOf(reference, document))]);
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema SchemaOf(OpenApiSchemaReference reference, OpenApiDocument document) =>
        (OpenApiSchema)document.Components!.Schemas![reference.Reference.Id!];

    private static void Separate(IReadOnlyList<OpenApiSchema> schemas)
    {
        foreach (var smaller in schemas)
        {
            var larger = schemas.Where(other => smaller.Required!.IsProperSubsetOf(other.Required!)).ToList();
            if (larger.Count > 0)
            {
                var member = larger[0].Properties!.Keys.First(name =>
                    !smaller.Properties!.ContainsKey(name) && larger.All(other => other.Properties!.ContainsKey(name)));
                smaller.Not = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { [member] = new OpenApiSchema() },
                    Required = new HashSet<string> { member },
                };
            }
        }
    }
}
