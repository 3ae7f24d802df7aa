using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Gives an example to the body of every request and of every successful response. Most are composed from the examples of the
/// members; an endpoint names those of a body that has several forms.
/// </summary>
internal static class BodyExamples
{
    private const string Json = "application/json";

    /// <summary>Runs when the schemas of all operations are in the document.</summary>
    public static Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var composer = new SchemaExample(document);
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values)
            .ToDictionary(operation => operation.OperationId!);
        foreach (var api in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            var metadata = api.ActionDescriptor.EndpointMetadata;
            var operation = operations[metadata.OfType<IEndpointNameMetadata>().Last().EndpointName];
            DescribeRequest(operation, metadata, composer);
            DescribeResponses(operation, metadata, composer);
        }

        return Task.CompletedTask;
    }

    private static void DescribeRequest(OpenApiOperation operation, IList<object> metadata, SchemaExample composer)
    {
        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            var forms = metadata.OfType<RequestExample>().ToList();
            if (forms.Count > 0)
            {
                body.Examples = forms.ToDictionary(form => form.Name, IOpenApiExample (form) => new OpenApiExample
                {
                    Summary = form.Summary,
                    Value = ExampleSerializer.ToJson(form.Body),
                });
            }
            else if (composer.TryCompose(body.Schema!, out var example))
            {
                body.Example = example;
            }
        }
    }

    private static void DescribeResponses(OpenApiOperation operation, IList<object> metadata, SchemaExample composer)
    {
        foreach (var response in operation.Responses!.Values)
        {
            if (response.Content is not { } content || !content.TryGetValue(Json, out var body) || body.Schema is not { } schema)
            {
                continue;
            }

            var schemas = (schema.OneOf ?? [schema]).OfType<OpenApiSchemaReference>().ToDictionary(one => one.Reference.Id!);
            var forms = metadata.OfType<ResponseExample>().Where(form => schemas.ContainsKey(form.Body.Name)).ToList();
            if (forms.Count > 0)
            {
                body.Examples = forms.ToDictionary(form => form.Name, form => ToOpenApi(form, schemas[form.Body.Name], composer));
            }
            else if (composer.TryCompose(schema, out var example))
            {
                body.Example = example;
            }
        }
    }

    private static IOpenApiExample ToOpenApi(ResponseExample form, IOpenApiSchema schema, SchemaExample composer)
    {
        if (form.Value is { } value)
        {
            return new OpenApiExample { Summary = form.Summary, Value = ExampleSerializer.ToJson(value) };
        }

        composer.TryCompose(schema, out var body);
        foreach (var member in form.Omitted)
        {
            (body as JsonObject)?.Remove(member);
        }

        return new OpenApiExample { Summary = form.Summary, Value = body };
    }
}
