using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.OAuth;

/// <summary>
/// Tells a service what a token says (RFC 7662). About a token that is not valid now it tells nothing, whatever the reason.
/// </summary>
internal sealed class IntrospectionService(
    AccessTokenCheck accessTokens,
    RefreshTokenInspection refreshTokens,
    ConfiguredFields fields,
    IOptions<TokenOptions> options,
    AuthMeter meter)
{
    public async Task<IntrospectionResponse> IntrospectAsync(string token)
    {
        var response = token.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal)
            ? await InspectRefreshTokenAsync(token)
            : await InspectAccessTokenAsync(token);
        meter.Introspected(response.Active ? IntrospectionResult.Active : IntrospectionResult.Inactive);
        return response;
    }

    private async Task<IntrospectionResponse> InspectRefreshTokenAsync(string token)
    {
        if (await refreshTokens.FindAsync(token) is not { } found)
        {
            return IntrospectionResponse.Inactive;
        }

        return new IntrospectionResponse(
            Active: true,
            TokenType: "refresh_token",
            Iss: options.Value.Issuer,
            Sub: found.UserId.ToString(),
            Sid: found.SessionId.ToString(),
            Iat: found.IssuedAt.ToUnixTimeSeconds(),
            Exp: found.ExpiresAt.ToUnixTimeSeconds());
    }

    private async Task<IntrospectionResponse> InspectAccessTokenAsync(string token)
    {
        if (await accessTokens.FindValidAsync(token) is not { } found)
        {
            return IntrospectionResponse.Inactive;
        }

        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(found.EncodedPayload));
        var claims = payload.RootElement;
        return new IntrospectionResponse(
            Active: true,
            TokenType: "Bearer",
            Iss: Text(JwtRegisteredClaimNames.Iss),
            Aud: Text(JwtRegisteredClaimNames.Aud),
            Sub: Text(JwtRegisteredClaimNames.Sub),
            Sid: Text(JwtRegisteredClaimNames.Sid),
            Jti: Text(JwtRegisteredClaimNames.Jti),
            Iat: Time(JwtRegisteredClaimNames.Iat),
            Nbf: Time(JwtRegisteredClaimNames.Nbf),
            Exp: Time(JwtRegisteredClaimNames.Exp),
            AuthTime: Time(JwtRegisteredClaimNames.AuthTime),
            Amr: Texts(JwtRegisteredClaimNames.Amr),
            Roles: Texts(TokenClaims.Roles))
        {
            Fields = fields.All.Where(field => field.InToken && claims.TryGetProperty(field.Name, out _))
                .ToDictionary(field => field.Name, field => claims.GetProperty(field.Name).Clone()),
        };

        string? Text(string claim) => claims.GetProperty(claim).GetString();
        long Time(string claim) => claims.GetProperty(claim).GetInt64();
        string[] Texts(string claim) => [.. claims.GetProperty(claim).EnumerateArray().Select(value => value.GetString()!)];
    }
}
