using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Members;

/// <summary>Describes the configured members, and leaves out those that do not exist.</summary>
internal static class MemberSchemas
{
    private const string PasskeyMethod = "passkey";

    public static Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var members = context.ApplicationServices.GetRequiredService<ConfiguredMembers>();
        if (context.JsonPropertyInfo is { } property)
        {
            var isRequest = property.DeclaringType.IsAssignableTo(typeof(RequestBody));
            Describe(schema, ConfiguredMembers.Find(property), isRequest, members);
            if (isRequest && !members.Has(ConfiguredMember.Passkey))
            {
                schema.Enum = schema.Enum?.Where(value => !JsonNode.DeepEquals(value, PasskeyMethod)).ToList();
            }
        }
        else
        {
            Complete(schema, context, members);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, MemberAttribute? member, bool isRequest, ConfiguredMembers members)
    {
        if (member is { Member: ConfiguredMember.Fields })
        {
            DescribeFields(schema, isRequest, member.IsOfNewAccount, members.Fields);
        }

        // A name that is only looked up may be any text.
        else if (member is { Member: ConfiguredMember.Username, Replaces: null })
        {
            schema.MinLength = Username.MinLength;
            schema.Pattern = isRequest ? Username.AnyCasePattern : Username.Pattern;
        }
    }

    private static void DescribeFields(OpenApiSchema schema, bool isRequest, bool isNew, ConfiguredFields fields)
    {
        var shown = fields.All.Where(field => !isRequest || field.IsEditableBy(FieldEditor.User)).ToList();
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = !isRequest;
        schema.AdditionalProperties = null;
        schema.Properties = shown.ToDictionary(
            field => field.Name,
            IOpenApiSchema (field) => SchemaOf(
                field,
                isNullable: !isNew && !(isRequest && field.IsRequired),
                isReadOnly: !field.IsEditableBy(FieldEditor.User)));
        schema.Required = (isRequest ? shown.Where(field => isNew && field.IsRequired) : shown)
            .Select(field => field.Name).ToHashSet();
    }

    private static OpenApiSchema SchemaOf(UserField field, bool isNullable, bool isReadOnly) => new()
    {
        Type = (isNullable ? JsonSchemaType.Null : 0) | field.Type switch
        {
            FieldType.Integer => JsonSchemaType.Integer,
            FieldType.Boolean => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Format = field.Type switch
        {
            FieldType.Integer => "int64",
            FieldType.Date => "date",
            _ => null,
        },
        MinLength = field.Type == FieldType.String ? 1 : null,
        MaxLength = field.MaxLength,
        Pattern = field.Pattern,
        Minimum = field.Type == FieldType.Integer ? Bound(-UserField.MaxInteger) : null,
        Maximum = field.Type == FieldType.Integer ? Bound(UserField.MaxInteger) : null,
        ReadOnly = isReadOnly,
        Examples = field.Type switch
        {
            FieldType.Integer => [JsonValue.Create(42)],
            FieldType.Boolean => [JsonValue.Create(true)],
            FieldType.Date => [JsonValue.Create("2026-01-31")],

            // Nothing else is known to match a pattern.
            _ => field.Pattern is null && field.MaxLength >= 4 ? [JsonValue.Create("text")] : null,
        },
    };

    private static string Bound(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Describes what depends on the object as a whole.</summary>
    private static void Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context, ConfiguredMembers members)
    {
        var isRequest = context.JsonTypeInfo.Type.IsAssignableTo(typeof(RequestBody));
        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (ConfiguredMembers.Find(property) is not { } member)
            {
                continue;
            }

            if (!members.Has(member.Member))
            {
                schema.Properties?.Remove(property.Name);
                schema.Required?.Remove(property.Name);
            }
            else if (isRequest
                ? member.IsOfNewAccount && members.IsRequired(member.Member)
                : ConfiguredMembers.IsOfUser(member.Member))
            {
                (schema.Required ??= new HashSet<string>()).Add(property.Name);
            }
            else if (member.Replaces is { } replaced)
            {
                schema.Required?.Remove(replaced);
            }
        }
    }
}
