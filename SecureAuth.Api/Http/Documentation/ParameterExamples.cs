using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>Adds the examples of the parameters in a path or a query.</summary>
internal static class ParameterExamples
{
    public static Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Example = context.Description.ParameterDescriptions
                .Where(description => description.Name == parameter.Name)
                .Select(FieldOf)
                .FirstOrDefault(field => field is not null)?.ExampleNode;
        }

        return Task.CompletedTask;
    }

    private static FieldAttribute? FieldOf(ApiParameterDescription parameter) =>
        (parameter.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo
        .GetCustomAttribute<FieldAttribute>();
}
