using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.OAuth;
using SecureAuth.Api.Passkeys;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Features;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.WellKnown;

/// <summary>A public key (RFC 7517).</summary>
/// <param name="Kty">Always <c>EC</c>.</param>
/// <param name="Use">Always <c>sig</c>.</param>
/// <param name="Alg">Always <c>ES256</c>.</param>
/// <param name="Kid">The key's id, which is in the header of the access tokens.</param>
/// <param name="Crv">Always <c>P-256</c>.</param>
/// <param name="X">The x coordinate in base64url.</param>
/// <param name="Y">The y coordinate in base64url.</param>
internal sealed record PublicKey(
    [Field(Example = "EC")] string Kty,
    [Field(Example = "sig")] string Use,
    [Field(Example = "ES256")] string Alg,
    [Field(Example = "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f")] string Kid,
    [Field(Example = "P-256")] string Crv,
    [Field(Example = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")] string X,
    [Field(Example = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")] string Y);

/// <param name="Keys">The keys that verify access tokens, including the next signing key before its first use.</param>
internal sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>
/// The members of OpenID Connect Discovery 1.0 that a service needs to verify access tokens, and those of RFC 8414 for services
/// with credentials, if there are any.
/// </summary>
/// <param name="Issuer">The <c>iss</c> claim of the access tokens.</param>
/// <param name="JwksUri">The address of the public signing keys.</param>
/// <param name="ResponseTypesSupported">Always <c>none</c>: there is no authorization endpoint.</param>
/// <param name="SubjectTypesSupported">Always <c>public</c>.</param>
/// <param name="IdTokenSigningAlgValuesSupported">The algorithm of the access tokens.</param>
/// <param name="IntrospectionEndpoint">Where a service with credentials asks about a token.</param>
/// <param name="IntrospectionEndpointAuthMethodsSupported">How it authenticates there.</param>
/// <param name="RevocationEndpoint">Where a service with credentials ends the session of a token.</param>
/// <param name="RevocationEndpointAuthMethodsSupported">How it authenticates there.</param>
internal sealed record DiscoveryDocument(
    [Field(Example = "https://auth.example.com")] string Issuer,
    [Field(Example = "https://auth.example.com/.well-known/jwks.json")] string JwksUri,
    [Field(Example = new[] { "none" })] IReadOnlyList<string> ResponseTypesSupported,
    [Field(Example = new[] { "public" })] IReadOnlyList<string> SubjectTypesSupported,
    [Field(Example = new[] { "ES256" })] IReadOnlyList<string> IdTokenSigningAlgValuesSupported,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "https://auth.example.com/api/v1/oauth/introspect")] string? IntrospectionEndpoint = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = new[] { "client_secret_basic", "client_secret_post" })]
    IReadOnlyList<string>? IntrospectionEndpointAuthMethodsSupported = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "https://auth.example.com/api/v1/oauth/revoke")] string? RevocationEndpoint = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = new[] { "client_secret_basic", "client_secret_post" })]
    IReadOnlyList<string>? RevocationEndpointAuthMethodsSupported = null);

/// <param name="Origins">The origins on other sites that may use the passkeys of this domain.</param>
internal sealed record RelatedOriginsResponse(
    [Field(Example = new[] { "https://shop.example.net" })] IReadOnlyList<string> Origins);

internal static class WellKnownEndpoints
{
    private const string KeysPath = "/.well-known/jwks.json";

    /// <summary>How a service authenticates (RFC 7591, section 2).</summary>
    private static readonly string[] ServiceMethods = ["client_secret_basic", "client_secret_post"];

    /// <summary>A new key is published for longer than a response is cached before it signs.</summary>
    private static readonly string CacheControl = FormattableString.Invariant(
        $"public, max-age={SigningKeyTimes.CacheLifetime.TotalSeconds:0}");

    public static void MapWellKnown(this IEndpointRouteBuilder app, FeatureOptions features)
    {
        var group = app.MapGroup("").WithTags("Discovery").AllowAnonymous();

        group.MapGet(KeysPath, Keys)
            .WithName("getSigningKeys")
            .WithProblems(ErrorCode.ServiceUnavailable)
            .WithSummary("Get the public signing keys (RFC 7517)")
            .WithDescription(
                "A service verifies access tokens with them. A new key is published before it signs, and a former one until its "
                + "last token has expired. Get the keys again, at most every few minutes, if a token names an unknown one.");
        group.MapGet("/.well-known/openid-configuration", Discovery)
            .WithName("getOpenIdConfiguration")
            .WithSummary("Get the metadata that a service needs to verify access tokens")
            .WithDescription("JWT middleware finds the keys through this document if it is given the issuer alone.");
        if (!features.Passkeys)
        {
            return;
        }

        group.MapGet("/.well-known/webauthn", RelatedOrigins)
            .WithName("getRelatedOrigins")
            .WithProblems(ErrorCode.NotFound)
            .WithSummary("Get the origins on other sites that may use the passkeys of this domain (WebAuthn Level 3)")
            .WithDescription("There are none unless `Passkeys__Origins` names an origin outside of the relying party's domain.");
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

    private static Ok<DiscoveryDocument> Discovery(
        HttpContext context, IOptions<TokenOptions> options, ServiceAuthentication services)
    {
        AllowCaching(context);
        var issuer = options.Value.Issuer;
        var origin = issuer.TrimEnd('/');
        var document = new DiscoveryDocument(
            issuer, origin + KeysPath, ["none"], ["public"], [SecurityAlgorithms.EcdsaSha256]);
        return TypedResults.Ok(!services.IsConfigured ? document : document with
        {
            IntrospectionEndpoint = origin + OAuthEndpoints.IntrospectionPath,
            IntrospectionEndpointAuthMethodsSupported = ServiceMethods,
            RevocationEndpoint = origin + OAuthEndpoints.RevocationPath,
            RevocationEndpointAuthMethodsSupported = ServiceMethods,
        });
    }

    private static Results<Ok<RelatedOriginsResponse>, ProblemResult> RelatedOrigins(
        HttpContext context, RelyingParty relyingParty)
    {
        if (relyingParty.RelatedOrigins.Count == 0)
        {
            return Problem.Of(ErrorCode.NotFound);
        }

        AllowCaching(context);
        return TypedResults.Ok(new RelatedOriginsResponse(relyingParty.RelatedOrigins));
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
        context.Response.Headers.CacheControl = CacheControl;
}
