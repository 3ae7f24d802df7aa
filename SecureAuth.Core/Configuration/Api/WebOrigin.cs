namespace SecureAuth.Core.Configuration.Api;

/// <summary>The origin of a web page, in the one form in which browsers send it.</summary>
internal static class WebOrigin
{
    /// <summary>
    /// Origins are compared as text, so a trailing slash, a capital letter or a default port would never match.
    /// </summary>
    public static bool IsValid(string origin, bool allowHttp) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (allowHttp && uri.Scheme == Uri.UriSchemeHttp))
        && uri.UserInfo.Length == 0 && uri.GetLeftPart(UriPartial.Authority) == origin;
}
