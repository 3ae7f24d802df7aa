using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Adds to the schemas what the types cannot express. All members of a request are nullable in C#, so that validation can name
/// every missing one; a member is required if its constructor parameter has no default value.
/// </summary>
internal static class SchemaTransformer
{
    public static Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is not { } member)
        {
            DescribeType(schema, context.JsonTypeInfo.Type);
            if (HasCode(context.JsonTypeInfo))
            {
                schema.Required?.Remove("token");
            }

            return Task.CompletedTask;
        }

        if (member.DeclaringType.IsAssignableTo(typeof(RequestBody)))
        {
            DescribeRequestMember(schema, member);
        }

        if (FieldOf(member) is { } field)
        {
            ApplyField(schema, field, context.ApplicationServices);
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// The members are constructor parameters of records, and so is the target of the attribute. Only the members of a PATCH,
    /// which may be absent, and configured members are properties.
    /// </summary>
    public static FieldAttribute? FieldOf(JsonPropertyInfo member) =>
        (member.AssociatedParameter is { } parameter ? parameter.AttributeProvider : member.AttributeProvider)?
        .GetCustomAttributes(typeof(FieldAttribute), inherit: false).OfType<FieldAttribute>().SingleOrDefault();

    private static void ApplyField(OpenApiSchema schema, FieldAttribute field, IServiceProvider services)
    {
        schema.Examples = field.ExampleNode is { } example ? [example] : null;
        schema.Format = field.Format ?? schema.Format;
        schema.MaxLength = field.MaxLength == 0 ? null : field.MaxLength;
        schema.Enum = field.Values is null ? null : [.. field.Values.Select(value => JsonSerializer.SerializeToNode(value)!)];
        if (field.IsNewPassword)
        {
            // Only for new passwords: a password that is checked may have been chosen under another policy.
            schema.MinLength = services.GetRequiredService<IOptions<PasswordOptions>>().Value.MinimumLength;
            schema.MaxLength = PasswordPolicy.MaximumLength;
        }
    }

    private static void DescribeRequestMember(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (member.AssociatedParameter is { HasDefaultValue: false })
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        // The JSON of another standard, which the endpoint describes.
        if (IsJson(member.PropertyType))
        {
            schema.Type = JsonSchemaType.Object;
        }

        // An empty string is rejected like a missing member.
        if (member.PropertyType == typeof(string))
        {
            schema.MinLength = 1;
        }
    }

    private static void DescribeType(OpenApiSchema schema, Type type)
    {
        // A request with an unknown member is rejected. A response may gain members, which clients must tolerate.
        if (!type.IsAssignableTo(typeof(RequestBody)))
        {
            schema.AdditionalPropertiesAllowed = true;
        }

        if (type == typeof(ProblemDocument))
        {
            DescribeProblem(schema);
        }
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        ((OpenApiSchema)schema.Properties!["code"]).Enum =
            [.. ErrorCode.All.Select(code => code.Code).Distinct().Select(code => (JsonNode)code)];

        // These members may be omitted, and are never null.
        foreach (var optional in new[] { "errors", "error", "error_description" })
        {
            schema.Required?.Remove(optional);
        }

        foreach (var optional in new[] { "error", "error_description" })
        {
            ((OpenApiSchema)schema.Properties[optional]).Type = JsonSchemaType.String;
        }

        var errors = (OpenApiSchema)schema.Properties["errors"];
        errors.Type = JsonSchemaType.Object;
        errors.Description = ErrorReasons.Description;
        errors.AdditionalProperties = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. ErrorReasons.Meanings.Keys.Select(reason => (JsonNode)reason)],
            },
        };
    }

    /// <summary>Whether a member may be any JSON. Its schema has no name of its own.</summary>
    public static bool IsJson(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement);

    /// <summary>Whether a request takes a mailed code in place of a token.</summary>
    private static bool HasCode(JsonTypeInfo type) =>
        type.Type.IsAssignableTo(typeof(RequestBody)) && type.Properties.Any(member => member.Name == "request_token");
}
