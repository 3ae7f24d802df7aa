using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Serves the OpenAPI document. It is generated once: it cannot change while the process runs, and generating it for every
/// request would be expensive on a path that is not rate limited.
/// </summary>
internal sealed class DocumentEndpoint(IServiceProvider services)
{
    public const string DocumentName = "v1";

    private readonly Lazy<Task<byte[]>> _document = new(() => GenerateAsync(services));

    public static async Task<IResult> SendAsync(DocumentEndpoint document) =>
        TypedResults.Bytes(await document._document.Value, "application/json; charset=utf-8");

    private static async Task<byte[]> GenerateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(DocumentName);
        var document = await provider.GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}
