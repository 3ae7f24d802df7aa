using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.WellKnown;

/// <summary>A public key (RFC 7517). Whatever else a key has must never be added here.</summary>
internal sealed record PublicKey(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);

/// <param name="Keys">The keys whose tokens are good, the next one included before it signs.</param>
internal sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>As much of OpenID Connect Discovery 1.0 as the JWT middleware of another service reads.</summary>
internal sealed record DiscoveryDocument(
    string Issuer,
    string JwksUri,
    IReadOnlyList<string> ResponseTypesSupported,
    IReadOnlyList<string> SubjectTypesSupported,
    IReadOnlyList<string> IdTokenSigningAlgValuesSupported);

internal static class WellKnownEndpoints
{
    private const string KeysPath = "/.well-known/jwks.json";

    /// <summary>In seconds. A new key is published for longer than this before it signs.</summary>
    private const int CacheLifetime = 300;

    public static void MapWellKnown(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Discovery").AllowAnonymous();

        group.MapGet(KeysPath, Keys)
            .WithName("getSigningKeys")
            .WithProblems(ErrorCode.ServiceUnavailable)
            .WithSummary("The public signing keys (RFC 7517)");
        group.MapGet("/.well-known/openid-configuration", Discovery)
            .WithName("getOpenIdConfiguration")
            .WithSummary("Where a service that verifies our tokens finds what it needs");
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
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKey(
            JsonWebAlgorithmsKeyTypes.EllipticCurve, "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId, "P-256",
            Base64UrlEncoder.Encode(point.X!), Base64UrlEncoder.Encode(point.Y!));
    }

    private static void AllowCaching(HttpContext context) =>
        context.Response.Headers.CacheControl = $"public, max-age={CacheLifetime}";
}
