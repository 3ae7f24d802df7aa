namespace SecureAuth.Api.Http.Cookies;

/// <summary>Whether the access token of a request was in a cookie.</summary>
internal static class CookieAuthentication
{
    public static bool IsUsedBy(HttpContext context) =>
        context.Features.Get<Used>() is not null && context.User.Identity?.IsAuthenticated == true;

    public static void Begin(HttpContext context) => context.Features.Set(new Used());

    private sealed class Used;
}
