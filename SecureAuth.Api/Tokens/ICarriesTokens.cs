using SecureAuth.Api.Http.Cookies;

namespace SecureAuth.Api.Tokens;

/// <summary>A response with tokens, which can be sent in cookies instead.</summary>
internal interface ICarriesTokens
{
    CookieValues ToCookies();

    /// <summary>The response as it is without the tokens.</summary>
    IResult WithoutTokens();
}
