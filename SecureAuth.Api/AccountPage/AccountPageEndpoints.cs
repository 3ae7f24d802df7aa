using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Server;
using SecureAuth.Api.Members;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Features;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords;

namespace SecureAuth.Api.AccountPage;

/// <summary>
/// Serves the account page, which uses the public API alone (docs/decisions/0026-account-page.md). Every file has its own route,
/// so path traversal is impossible.
/// </summary>
internal static class AccountPageEndpoints
{
    private const string Html = "text/html; charset=utf-8";

    private const string ResourceFolder = "SecureAuth.Api.AccountPage.Files.";

    /// <summary>
    /// Neither inline code nor anything from elsewhere is loaded, and no text can become markup (Trusted Types). The QR code is
    /// an image in a data URL, which cannot run a script.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>The script shows what belongs to the path. The links in mails lead to these paths.</summary>
    private const string Views = "register|invitation|forgot|reset|verify|restore|profile|security|devices|activity";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Maps the page if it is switched on. A browser requests many of its files, so they are not rate limited.</summary>
    public static void MapAccountPage(this WebApplication app)
    {
        if (Options<AccountPageOptions>().Page != true)
        {
            return;
        }

        var document = Asset(
            "index.html",
            Html,
            html => PageText.Fill(
                html,
                Options<EmailOptions>(),
                Options<PasswordOptions>(),
                Options<RegistrationOptions>().Registration,
                Options<FeatureOptions>(),
                app.Services.GetRequiredService<ConfiguredMembers>()));

        var page = app.MapGroup("/account").ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();
        page.MapGet("", SendPage);
        page.MapGet($"/{{view:regex(^({Views})$)}}", SendPage);
        foreach (var file in FileNames())
        {
            page.MapGet("/files/" + file, Asset(file, ContentTypes[Path.GetExtension(file)]).Send);
        }

        TOptions Options<TOptions>()
            where TOptions : class => app.Services.GetRequiredService<IOptions<TOptions>>().Value;

        IResult SendPage(HttpContext context)
        {
            SetSecurityHeaders(context.Response.Headers);
            return document.Send(context);
        }
    }

    private static void SetSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "publickey-credentials-create=(self), publickey-credentials-get=(self)";
    }

    private static IEnumerable<string> FileNames() => typeof(AccountPageEndpoints).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
        .Select(name => name[ResourceFolder.Length..])
        .Where(file => ContentTypes.ContainsKey(Path.GetExtension(file)));

    private static PageAsset Asset(string file, string contentType, Func<string, string>? edit = null) =>
        new(typeof(AccountPageEndpoints).Assembly, ResourceFolder + file, contentType, edit: edit);
}
