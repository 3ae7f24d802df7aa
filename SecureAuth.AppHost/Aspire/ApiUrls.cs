using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire;

/// <summary>The dashboard's links to the pages of the API.</summary>
internal static class ApiUrls
{
    private const string Endpoint = "http";

    public static IResourceBuilder<ProjectResource> WithNamedUrls(this IResourceBuilder<ProjectResource> api) => api
        .WithUrlForEndpoint(Endpoint, url => url.DisplayText = "API")
        .WithUrlForEndpoint(Endpoint, _ => Page("/api/v1/docs", "Swagger UI"))
        .WithUrlForEndpoint(Endpoint, _ => Page("/api/v1/redoc", "ReDoc"));

    private static ResourceUrlAnnotation Page(string path, string name) => new() { Url = path, DisplayText = name };
}
