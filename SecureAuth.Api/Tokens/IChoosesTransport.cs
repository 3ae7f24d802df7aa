namespace SecureAuth.Api.Tokens;

/// <summary>Says where the tokens go.</summary>
internal interface IChoosesTransport
{
    /// <summary><see cref="CookieTransport.Cookie"/>, or <see cref="CookieTransport.Body"/>, which is the default.</summary>
    string? Transport { get; }
}
