using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Says <c>oneOf</c> where an operation has several bodies for one status. The framework keeps the last of them alone, and a
/// client that is generated from that cannot read the others.
/// </summary>
internal static class AlternativeAnswers
{
    private const string Json = "application/json";

    private static readonly Dictionary<Type, (string Name, string Summary, object Value)> Examples = new()
    {
        [typeof(TokenPair)] = ("signed_in", "The password was enough: a session has begun", new TokenPair(
            FieldSchemas.AccessToken, "Bearer", 900, FieldSchemas.RefreshToken, 604_800, Guid.Parse(FieldSchemas.Session), false)),
        [typeof(SecondFactorChallengeResponse)] = (
            "second_factor", "A code is needed too", SecondFactorChallengeResponse.Of(FieldSchemas.TempToken)),
    };

    public static async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("The operation belongs to no document.");
        var answers = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
            .Where(answer => answer.Type is not null && answer.Type != typeof(void))
            .GroupBy(answer => answer.StatusCode, answer => answer.Type!)
            .Where(types => types.Distinct().Count() > 1);
        foreach (var types in answers)
        {
            var response = operation.Responses![types.Key.ToString(CultureInfo.InvariantCulture)];
            var schemas = new List<IOpenApiSchema>();
            foreach (var type in types)
            {
                var schema = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken);
                document.AddComponent(type.Name, schema);
                schemas.Add(new OpenApiSchemaReference(type.Name, document));
            }

            response.Content![Json] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { OneOf = schemas },
                Examples = types.Select(type => Examples[type]).ToDictionary(example => example.Name, Describe),
            };
        }
    }

    private static IOpenApiExample Describe((string Name, string Summary, object Value) example) => new OpenApiExample
    {
        Summary = example.Summary,
        Value = JsonSerializer.SerializeToNode(example.Value, example.Value.GetType(), JsonSettings.Problems),
    };
}
