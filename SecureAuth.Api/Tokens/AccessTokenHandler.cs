using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Validates access tokens and remembers the valid ones, because the check of a signature is a large part of the processor time
/// of a request. What can change is checked on every use: the lifetime and the key here, the revocation later.
/// </summary>
/// <remarks>
/// The cache holds a limited number of tokens, by their SHA-256 hash. Only tokens that this service has signed are added, so
/// nobody can fill it with forged ones.
/// </remarks>
internal sealed class AccessTokenHandler(SigningKeyRing keys, SigningKeyReader reader) : TokenHandler, IDisposable
{
    /// <summary>About 5 KB each.</summary>
    private const int MaxTokens = 10_000;

    /// <summary>
    /// The only header parameters of this service's tokens. A token with an embedded or linked key (<c>jwk</c>, <c>jku</c>,
    /// <c>x5u</c>) or a critical extension (<c>crit</c>) is rejected, and not just ignored.
    /// </summary>
    private static readonly string[] HeaderParameters =
        [JwtHeaderParameterNames.Alg, JwtHeaderParameterNames.Typ, JwtHeaderParameterNames.Kid];

    /// <summary>A token in use stays in the cache even after it has expired, which is checked on every use.</summary>
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        try
        {
            return await ValidateWithFreshKeysAsync(token, validationParameters);
        }
        catch (StoreUnavailableException outage)
        {
            // The token may be valid.
            return new TokenValidationResult { Exception = outage };
        }
    }

    public void Dispose() => _valid.Dispose();

    /// <summary>
    /// A token that is accepted has a key that had not been retired a second ago. One of an unknown key may be the first of a key
    /// with which another instance has just begun to sign.
    /// </summary>
    private async Task<TokenValidationResult> ValidateWithFreshKeysAsync(string token, TokenValidationParameters parameters)
    {
        var result = await ValidateWithKnownKeysAsync(token, parameters);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            await reader.ReadAgainAsync();
            return await ValidateWithKnownKeysAsync(token, parameters);
        }

        if (!result.IsValid || keys.AreFresh)
        {
            return result;
        }

        await reader.EnsureFreshAsync();
        return await ValidateWithKnownKeysAsync(token, parameters);
    }

    private async Task<TokenValidationResult> ValidateWithKnownKeysAsync(
        string token, TokenValidationParameters validationParameters)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_valid.TryGetValue(hash, out TokenValidationResult? known) && IsStillValid(known!, validationParameters))
        {
            return known!;
        }

        var result = await _handler.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid)
        {
            return result;
        }

        if (!HasOnlyKnownHeaders((JsonWebToken)result.SecurityToken))
        {
            return new TokenValidationResult
            {
                Exception = new SecurityTokenValidationException("The token was not issued by this service."),
            };
        }

        _valid.Set(hash, result, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = MaxIdleTime });
        return result;
    }

    /// <summary>Whether the token has not expired, and its key has been neither retired nor become unreadable.</summary>
    private bool IsStillValid(TokenValidationResult known, TokenValidationParameters parameters)
    {
        var token = (JsonWebToken)known.SecurityToken;
        return parameters.LifetimeValidator(token.ValidFrom, token.ValidTo, token, parameters)
            && keys.Find(token.Kid) is { } key && ReferenceEquals(key, token.SigningKey);
    }

    private static bool HasOnlyKnownHeaders(JsonWebToken token)
    {
        using var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader));
        return header.RootElement.EnumerateObject().All(parameter => HeaderParameters.Contains(parameter.Name));
    }
}
