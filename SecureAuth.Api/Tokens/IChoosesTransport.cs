namespace SecureAuth.Api.Tokens;

/// <summary>A request that says where the tokens of its response shall be.</summary>
internal interface IChoosesTransport
{
    /// <summary><see cref="CookieTransport.Cookie"/>, or <see cref="CookieTransport.Body"/>, which is the default.</summary>
    string? Transport { get; }
}
