using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.Api.Documentation;

/// <summary>
/// Says in the schemas what the types alone do not. A request's members are all nullable in C#, so that validation can name
/// every missing one; a required one is a constructor parameter without a default.
/// </summary>
internal static class SchemaTransformer
{
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is not { } member)
        {
            Open(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        }

        if (IsRequest(member.DeclaringType))
        {
            DescribeRequested(schema, member);
        }

        if (FieldOf(member) is { } field)
        {
            Describe(schema, field, context.ApplicationServices);
        }

        return Task.CompletedTask;
    }

    /// <summary>Members are the parameters of a record's constructor, which is where the attribute stands.</summary>
    public static FieldAttribute? FieldOf(JsonPropertyInfo member) => member.AssociatedParameter?.AttributeProvider?
        .GetCustomAttributes(typeof(FieldAttribute), inherit: false).OfType<FieldAttribute>().SingleOrDefault();

    private static void Describe(OpenApiSchema schema, FieldAttribute field, IServiceProvider services)
    {
        schema.Examples = field.Example is null ? null : [JsonSerializer.SerializeToNode(field.Example)!];
        schema.Format = field.Format ?? schema.Format;
        schema.MaxLength = field.MaxLength == 0 ? null : field.MaxLength;
        schema.Enum = field.Values is null ? null : [.. field.Values.Select(value => JsonSerializer.SerializeToNode(value)!)];
        if (field.IsNewPassword)
        {
            // At sign-in the limits are wider: a password may have been chosen under another policy.
            schema.MinLength = services.GetRequiredService<IOptions<PasswordOptions>>().Value.MinimumLength;
            schema.MaxLength = PasswordPolicy.MaximumLength;
        }
    }

    private static void DescribeRequested(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (member.AssociatedParameter is { HasDefaultValue: false })
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        // What is there and empty is refused like what is not there.
        if (member.PropertyType == typeof(string))
        {
            schema.MinLength = 1;
        }
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
            ((OpenApiSchema)schema.Properties!["code"]).Enum = [.. ErrorCode.All.Select(code => (JsonNode)code.Code)];

            // Left out where there is nothing to say, and never null.
            schema.Required?.Remove("errors");
            var errors = (OpenApiSchema)schema.Properties["errors"];
            errors.Type = JsonSchemaType.Object;
            errors.Description = ErrorReasons.Description;
            errors.AdditionalProperties = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. ErrorReasons.Meanings.Keys.Select(word => (JsonNode)word)],
                },
            };
        }
    }

    private static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);
}
