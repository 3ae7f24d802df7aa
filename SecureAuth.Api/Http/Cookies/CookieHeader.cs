namespace SecureAuth.Api.Http.Cookies;

/// <summary>
/// Reads the <c>Cookie</c> header. The framework's collection ignores the case of names, and takes one of several cookies with
/// the same name. A page of another subdomain can add such a cookie, but none whose name begins with <c>__Host-</c>.
/// </summary>
internal static class CookieHeader
{
    /// <returns>Null if there is no cookie with this name, or more than one.</returns>
    public static string? Find(HttpRequest request, string name)
    {
        string? found = null;
        foreach (var header in request.Headers.Cookie)
        {
            var cookies = header.AsSpan();
            foreach (var range in cookies.Split(';'))
            {
                var cookie = cookies[range].Trim(" \t");
                var equals = cookie.IndexOf('=');
                if (equals < 0 || !cookie[..equals].SequenceEqual(name))
                {
                    continue;
                }

                if (found is not null)
                {
                    return null;
                }

                found = cookie[(equals + 1)..].ToString();
            }
        }

        return string.IsNullOrEmpty(found) ? null : found;
    }
}
