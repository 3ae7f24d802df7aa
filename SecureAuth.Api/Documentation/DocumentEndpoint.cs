using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Documentation;

/// <summary>
/// The OpenAPI document, made once: it cannot change while the process runs, and making it takes the time of many answers,
/// on a path that no limit counts.
/// </summary>
internal sealed class DocumentEndpoint(IServiceProvider services)
{
    public const string DocumentName = "v1";

    private readonly Lazy<Task<byte[]>> _document = new(() => MakeAsync(services));

    public static async Task<IResult> SendAsync(DocumentEndpoint document) =>
        TypedResults.Bytes(await document._document.Value, "application/json; charset=utf-8");

    private static async Task<byte[]> MakeAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await provider.GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}
