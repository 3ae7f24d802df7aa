using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>Composes the example of a body from the examples of its members.</summary>
internal sealed class SchemaExample(OpenApiDocument document)
{
    /// <returns>False if a required member has no example. A test names it.</returns>
    public bool TryCompose(IOpenApiSchema schema, out JsonNode? example)
    {
        var resolved = Resolve(schema);
        example = (resolved.Examples?.FirstOrDefault() ?? resolved.Enum?.FirstOrDefault())?.DeepClone();
        if (example is not null)
        {
            return true;
        }

        if (resolved.OneOf is { Count: > 0 } alternatives)
        {
            return TryCompose(alternatives.First(one => Resolve(one).Type != JsonSchemaType.Null), out example);
        }

        if (resolved.Properties is { Count: > 0 } members)
        {
            return TryComposeObject(resolved, members, out example);
        }

        if (resolved.Items is { } items)
        {
            if (!TryCompose(items, out var item))
            {
                return false;
            }

            example = new JsonArray(item);
            return true;
        }

        return resolved.Type?.HasFlag(JsonSchemaType.Null) == true;
    }

    private IOpenApiSchema Resolve(IOpenApiSchema schema) =>
        schema is OpenApiSchemaReference { Reference.Id: { } id } ? document.Components!.Schemas![id] : schema;

    private bool TryComposeObject(IOpenApiSchema schema, IDictionary<string, IOpenApiSchema> members, out JsonNode? example)
    {
        var composed = new JsonObject();
        example = composed;
        foreach (var (name, member) in members)
        {
            var isRequired = schema.Required?.Contains(name) == true;
            if (!TryCompose(member, out var value) && isRequired)
            {
                return false;
            }

            // An optional member without an example is left out.
            if (value is not null || isRequired)
            {
                composed[name] = value;
            }
        }

        return true;
    }
}
