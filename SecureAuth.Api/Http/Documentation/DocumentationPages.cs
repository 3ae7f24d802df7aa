using System.Security.Cryptography;
using SecureAuth.Api.Http.Server;
using Swashbuckle.AspNetCore.ReDoc;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Serves Swagger UI and ReDoc on custom pages. The stock pages load fonts from other hosts and contain inline scripts; these do
/// neither. Every file has its own route, so path traversal is impossible.
/// </summary>
internal static class DocumentationPages
{
    private const string Html = "text/html; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";
    private const string Style = "text/css; charset=utf-8";

    private const string SwaggerPackage = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";
    private const string RedocPackage = "Swashbuckle.AspNetCore.ReDoc.node_modules.redoc.bundles.";

    /// <summary>ReDoc would load its vendor's logo from here.</summary>
    private const string RedocImages = "https://cdn.redoc.ly/redoc/";

    private static readonly PageAsset SwaggerPage = FromApi("swagger.html", Html);
    private static readonly PageAsset RedocPage = FromApi("redoc.html", Html);

    /// <summary>
    /// Maps the document and its pages in every environment, since the API's contract is not a secret
    /// (docs/decisions/0005-http-conventions.md). A browser requests many of these static files, so they are not rate limited.
    /// </summary>
    public static void MapDocumentation(this RouteGroupBuilder api)
    {
        var pages = api.MapGroup("").ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();

        pages.MapGet("/openapi.json", DocumentEndpoint.SendAsync);

        pages.MapGet("/docs", SendSwagger);
        pages.MapAsset("/docs/start.js", FromApi("swagger.js", Script));
        pages.MapAsset("/docs/swagger-ui.css", FromPackage<SwaggerUIOptions>(SwaggerPackage + "swagger-ui.css", Style));
        pages.MapAsset(
            "/docs/swagger-ui-bundle.js", FromPackage<SwaggerUIOptions>(SwaggerPackage + "swagger-ui-bundle.js", Script));

        pages.MapGet("/redoc", SendRedoc);
        pages.MapAsset("/redoc/start.js", FromApi("redoc.js", Script));
        pages.MapAsset("/redoc/redoc.standalone.js", FromPackage<ReDocOptions>(
            RedocPackage + "redoc.standalone.js",
            Script,
            script => script.Replace(RedocImages, "data:,", StringComparison.Ordinal)));
    }

    private static IResult SendSwagger(HttpContext context)
    {
        SetSecurityHeaders(context, "style-src 'self'");
        return SwaggerPage.Send(context);
    }

    /// <summary>
    /// ReDoc adds its styles to the page at run time, so they carry a nonce that is valid for this response only.
    /// </summary>
    private static IResult SendRedoc(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        SetSecurityHeaders(context, $"style-src 'nonce-{nonce}'");
        return TypedResults.Text(RedocPage.Text.Replace("{nonce}", nonce, StringComparison.Ordinal), Html);
    }

    private static void SetSecurityHeaders(HttpContext context, string styles)
    {
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; font-src data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static void MapAsset(this RouteGroupBuilder pages, string path, PageAsset asset) => pages.MapGet(path, asset.Send);

    private static PageAsset FromApi(string file, string contentType) =>
        new(typeof(DocumentationPages).Assembly, "SecureAuth.Api.Http.Documentation.Pages." + file, contentType);

    private static PageAsset FromPackage<TMarker>(string resource, string contentType, Func<string, string>? edit = null) =>
        new(typeof(TMarker).Assembly, resource, contentType, compressed: true, edit);
}
