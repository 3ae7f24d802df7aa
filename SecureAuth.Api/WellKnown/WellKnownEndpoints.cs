using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.WellKnown;

/// <summary>A public key (RFC 7517).</summary>
internal sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);

/// <param name="Keys">The keys that verify access tokens, including the next signing key before its first use.</param>
internal sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>The members of OpenID Connect Discovery 1.0 that a service needs to verify access tokens.</summary>
internal sealed record DiscoveryDocument(
    string Issuer,
    string JwksUri,
    IReadOnlyList<string> ResponseTypesSupported,
    IReadOnlyList<string> SubjectTypesSupported,
    IReadOnlyList<string> IdTokenSigningAlgValuesSupported);

internal static class WellKnownEndpoints
{
    private const string KeysPath = "/.well-known/jwks.json";

    /// <summary>The cache lifetime in seconds. A new key is published for longer than this before it signs.</summary>
    private const int CacheLifetime = 300;

    public static void MapWellKnown(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Discovery").AllowAnonymous();

        group.MapGet(KeysPath, Keys)
            .WithName("getSigningKeys")
            .WithProblems(ErrorCode.ServiceUnavailable)
            .WithSummary("Get the public signing keys (RFC 7517)");
        group.MapGet("/.well-known/openid-configuration", Discovery)
            .WithName("getOpenIdConfiguration")
            .WithSummary("Get the metadata that a service needs to verify access tokens");
    }

    private static Results<Ok<PublicKeySet>, ProblemResult> Keys(HttpContext context, SigningKeyRing keys)
    {
        if (keys.SigningKey is null)
        {
            return Problem.Of(ErrorCode.ServiceUnavailable).RetryAfter(TimeSpan.FromSeconds(1));
        }

        AllowCaching(context);
        return TypedResults.Ok(new PublicKeySet([.. keys.VerificationKeys.Select(ToPublicKey)]));
    }

    private static Ok<DiscoveryDocument> Discovery(HttpContext context, IOptions<TokenOptions> options)
    {
        AllowCaching(context);
        var issuer = options.Value.Issuer;
        return TypedResults.Ok(new DiscoveryDocument(
            issuer, issuer.TrimEnd('/') + KeysPath, ["none"], ["public"], [SecurityAlgorithms.EcdsaSha256]));
    }

    private static PublicKey ToPublicKey(ECDsaSecurityKey key)
    {
        // The response must contain public parameters only.
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey(
            JsonWebAlgorithmsKeyTypes.EllipticCurve, "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256",
            Base64UrlEncoder.Encode(point.X!), Base64UrlEncoder.Encode(point.Y!));
    }

    private static void AllowCaching(HttpContext context) =>
        context.Response.Headers.CacheControl = $"public, max-age={CacheLifetime}";
}
