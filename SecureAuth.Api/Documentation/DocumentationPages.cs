using System.Security.Cryptography;
using Swashbuckle.AspNetCore.ReDoc;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace SecureAuth.Api.Documentation;

/// <summary>
/// Swagger UI and ReDoc on pages of our own: the stock ones load fonts from elsewhere and hold inline scripts, and these
/// hold neither. Every file has its own route, so there is no folder to walk through.
/// </summary>
internal static class DocumentationPages
{
    private const string Html = "text/html; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";
    private const string Style = "text/css; charset=utf-8";

    private const string SwaggerPackage = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";
    private const string RedocPackage = "Swashbuckle.AspNetCore.ReDoc.node_modules.redoc.bundles.";

    /// <summary>Where ReDoc would get its makers' logo from.</summary>
    private const string RedocImages = "https://cdn.redoc.ly/redoc/";

    private static readonly PageAsset SwaggerPage = Own("swagger.html", Html);
    private static readonly PageAsset RedocPage = Own("redoc.html", Html);

    /// <summary>
    /// Maps the document and its pages, in every environment: what a client may rely on is no secret
    /// (docs/decisions/0005-http-conventions.md). A browser asks for dozens of these static files, so no limit counts them.
    /// </summary>
    public static void MapDocumentation(this RouteGroupBuilder api)
    {
        var pages = api.MapGroup("").ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();

        pages.MapGet("/openapi.json", DocumentEndpoint.SendAsync);

        pages.MapGet("/docs", SendSwagger);
        pages.MapAsset("/docs/start.js", Own("swagger.js", Script));
        pages.MapAsset("/docs/swagger-ui.css", FromPackage<SwaggerUIOptions>(SwaggerPackage + "swagger-ui.css", Style));
        pages.MapAsset("/docs/swagger-ui-bundle.js", FromPackage<SwaggerUIOptions>(SwaggerPackage + "swagger-ui-bundle.js", Script));

        pages.MapGet("/redoc", SendRedoc);
        pages.MapAsset("/redoc/start.js", Own("redoc.js", Script));
        pages.MapAsset("/redoc/redoc.standalone.js", FromPackage<ReDocOptions>(
            RedocPackage + "redoc.standalone.js", Script, script => script.Replace(RedocImages, "data:,", StringComparison.Ordinal)));
    }

    private static IResult SendSwagger(HttpContext context)
    {
        Protect(context, "style-src 'self'");
        return SwaggerPage.Send(context);
    }

    /// <summary>ReDoc writes its styles into the page while it runs, so they carry a nonce that is good for this answer alone.</summary>
    private static IResult SendRedoc(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        Protect(context, $"style-src 'nonce-{nonce}'");
        return TypedResults.Text(RedocPage.Text.Replace("{nonce}", nonce, StringComparison.Ordinal), Html);
    }

    private static void Protect(HttpContext context, string styles)
    {
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; {styles}; img-src 'self' data:; font-src data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private static void MapAsset(this RouteGroupBuilder pages, string path, PageAsset asset) => pages.MapGet(path, asset.Send);

    private static PageAsset Own(string file, string contentType) =>
        new(typeof(DocumentationPages).Assembly, "SecureAuth.Api.Documentation.Pages." + file, contentType);

    private static PageAsset FromPackage<TMarker>(string resource, string contentType, Func<string, string>? edit = null) =>
        new(typeof(TMarker).Assembly, resource, contentType, compressed: true, edit);
}
