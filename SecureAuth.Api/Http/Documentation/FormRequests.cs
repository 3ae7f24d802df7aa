using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Bodies;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>Documents the form of an operation that reads it itself.</summary>
internal static class FormRequests
{
    public static async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var form = context.Description.ActionDescriptor.EndpointMetadata.OfType<FormBody>().SingleOrDefault();
        if (form is null)
        {
            return;
        }

        var document = context.Document ?? throw new InvalidOperationException("The operation does not belong to a document.");
        var schema = await context.GetOrCreateSchemaAsync(form.Type, cancellationToken: cancellationToken);

        // Unlike a JSON body, a form may have unknown parameters (RFC 6749, section 3.2), and it has no null.
        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties = null;
        foreach (var parameter in schema.Properties!.Values.OfType<OpenApiSchema>())
        {
            parameter.Type &= ~JsonSchemaType.Null;
        }

        document.AddComponent(form.Type.Name, schema);
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [FormBody.MediaType] = new() { Schema = new OpenApiSchemaReference(form.Type.Name, document) },
            },
        };
    }
}
