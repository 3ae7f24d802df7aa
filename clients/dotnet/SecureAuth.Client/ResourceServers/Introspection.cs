using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.Client;

/// <summary>
/// What the server says about a token (RFC 7662). Everything but <paramref name="Active"/> is empty for a token that is not
/// active, and the server does not say why it is not.
/// </summary>
/// <param name="Active">Whether the token is valid at this moment.</param>
/// <param name="TokenType">
/// <see cref="AccessTokenType"/> or <see cref="RefreshTokenType"/>. An API must accept access tokens only:
/// <see cref="IsAccessToken"/>.
/// </param>
/// <param name="Iss">The issuer.</param>
/// <param name="Aud">The audience.</param>
/// <param name="Sub">The id of the user.</param>
/// <param name="Sid">The id of the session.</param>
/// <param name="Jti">The id of the token.</param>
/// <param name="Iat">When the token was issued, in Unix seconds.</param>
/// <param name="Exp">When it expires, in Unix seconds.</param>
/// <param name="AuthTime">When the user authenticated, in Unix seconds.</param>
/// <param name="Amr">The methods of the authentication (RFC 8176).</param>
/// <param name="Roles">The roles of the user.</param>
public sealed record Introspection(
    bool Active,
    string? TokenType = null,
    string? Iss = null,
    string? Aud = null,
    string? Sub = null,
    string? Sid = null,
    string? Jti = null,
    long? Iat = null,
    long? Exp = null,
    long? AuthTime = null,
    IReadOnlyList<string>? Amr = null,
    IReadOnlyList<string>? Roles = null) : SecureAuthMessage
{
    /// <summary>The type of an access token.</summary>
    public const string AccessTokenType = "Bearer";

    /// <summary>The type of a refresh token.</summary>
    public const string RefreshTokenType = "refresh_token";

    /// <summary>Claims that have no property here, such as the fields that the operator has put into tokens.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? OtherClaims { get; set; }

    /// <summary>Whether the token is a valid access token. A valid refresh token is none.</summary>
    [JsonIgnore]
    public bool IsAccessToken => Active && TokenType == AccessTokenType && Sub is not null;
}
