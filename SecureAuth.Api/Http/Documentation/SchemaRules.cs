using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Says in the schemas what the types alone do not. A request's members are all nullable in C#, so that validation can name
/// every missing one; a required one is a constructor parameter without a default.
/// </summary>
internal static class SchemaRules
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is not { } member)
        {
            Open(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        }

        if (IsRequest(member.DeclaringType) && member.AssociatedParameter is { HasDefaultValue: false })
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        FieldSchemas.Describe(schema, member);
        return Task.CompletedTask;
    }

    /// <summary>A request with an unknown member is refused; an answer may get new members, and clients must bear that.</summary>
    private static void Open(OpenApiSchema schema, Type type)
    {
        if (!IsRequest(type))
        {
            schema.AdditionalPropertiesAllowed = true;
        }

        if (type == typeof(ProblemDocument))
        {
            // Left out where there is nothing to say, and never null.
            schema.Required?.Remove("errors");
            ((OpenApiSchema)schema.Properties!["errors"]).Type = JsonSchemaType.Object;
        }
    }

    private static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);
}
