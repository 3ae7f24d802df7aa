using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.OAuth;

/// <param name="Token">An access token or a refresh token.</param>
/// <param name="TokenTypeHint">
/// <c>access_token</c> or <c>refresh_token</c>. It makes no difference, because each token shows what it is.
/// </param>
/// <param name="ClientId">The id of the service, unless the <c>Authorization</c> header has it.</param>
/// <param name="ClientSecret">The secret of the service, unless the <c>Authorization</c> header has it.</param>
internal sealed record TokenFormRequest(
    [Field(Example = Examples.AccessToken)] string? Token,
    [Field(Example = "access_token")] string? TokenTypeHint = null,
    [Field(Example = "shop")] string? ClientId = null,
    string? ClientSecret = null) : RequestBody
{
    public const string TokenName = "token";
    public const string ClientIdName = "client_id";
    public const string ClientSecretName = "client_secret";
}

/// <summary>The members of RFC 7662, section 2.2. Those without a value are left out.</summary>
/// <param name="Active">Whether the token is valid now. If not, there are no other members.</param>
/// <param name="TokenType"><c>Bearer</c> for an access token, or <c>refresh_token</c>.</param>
/// <param name="Iss">The issuer.</param>
/// <param name="Aud">The audience.</param>
/// <param name="Sub">The id of the user.</param>
/// <param name="Sid">The id of the session.</param>
/// <param name="Jti">The id of the access token.</param>
/// <param name="Iat">When the token was issued, in Unix seconds.</param>
/// <param name="Nbf">When the access token begins to be valid, in Unix seconds.</param>
/// <param name="Exp">When the token expires, in Unix seconds.</param>
/// <param name="AuthTime">When the user authenticated, in Unix seconds.</param>
/// <param name="Amr">How the user authenticated (RFC 8176).</param>
/// <param name="Roles">The roles of the user.</param>
internal sealed record IntrospectionResponse(
    [Field(Example = true)] bool Active,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "Bearer", Values = ["Bearer", "refresh_token"])] string? TokenType = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "https://auth.example.com")] string? Iss = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "secureauth")] string? Aud = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = Examples.UserId)] string? Sub = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = Examples.SessionId)] string? Sid = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = "01990a7d-0b1d-7c54-b0a6-1d2e3f405162")] string? Jti = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = 1_769_862_896)] long? Iat = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = 1_769_862_896)] long? Nbf = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = 1_769_863_796)] long? Exp = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = 1_769_862_896)] long? AuthTime = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = new[] { "pwd" })] IReadOnlyList<string>? Amr = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Field(Example = new[] { "admin" })] IReadOnlyList<string>? Roles = null) : Confidential
{
    public static readonly IntrospectionResponse Inactive = new(Active: false);

    /// <summary>The configured fields that are claims of the access token.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; set; }
}

internal static class OAuthEndpoints
{
    public const string IntrospectionPath = Prefix + Introspect;

    public const string RevocationPath = Prefix + Revoke;

    /// <summary>The paths that exist only for configured services.</summary>
    public static readonly IReadOnlyList<PathString> Paths = [Prefix, "/api/v1/revocations"];

    private const string Prefix = "/api/v1/oauth";
    private const string Introspect = "/introspect";
    private const string Revoke = "/revoke";

    public static void MapOAuth(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/oauth").WithTags("Services").RequireService();

        group.MapPost(Introspect, IntrospectAsync)
            .WithName("introspectToken")
            .TakesForm<TokenFormRequest>()
            .WithRequestExample("access_token", "An access token", new TokenFormRequest(Examples.AccessToken))
            .WithResponseExample<IntrospectionResponse>("access_token", "A valid access token")
            .WithResponseExample("refresh_token", "The current refresh token of a session", new IntrospectionResponse(
                Active: true,
                TokenType: "refresh_token",
                Iss: "https://auth.example.com",
                Sub: Examples.UserId,
                Sid: Examples.SessionId,
                Iat: 1_769_862_896,
                Exp: 1_770_467_696))
            .WithResponseExample("inactive", "Any other token", IntrospectionResponse.Inactive)
            .RequireSigningKey()
            .WithSummary("Ask whether a token is valid and what it says (RFC 7662)")
            .WithDescription(
                "For a token that is expired, revoked, used or not one of this server, the response is `{\"active\": false}`. It "
                + "may be cached for a second, so a sign-out takes effect within two.");
        group.MapPost(Revoke, RevokeAsync)
            .WithName("revokeToken")
            .TakesForm<TokenFormRequest>()
            .WithRequestExample(
                "refresh_token", "A refresh token", new TokenFormRequest(Examples.RefreshToken, "refresh_token"))
            .RequireSigningKey()
            .WithSummary("End the session of a token (RFC 7009)")
            .WithDescription(
                "The response is 200 even if the token is invalid. Ends the session: its refresh token and its access tokens. A "
                + "refresh token that has been used ends its session too.");
    }

    private static async Task<Results<Ok<IntrospectionResponse>, ProblemResult>> IntrospectAsync(
        HttpContext context, IntrospectionService introspection)
    {
        var form = await FormParameters.ReadAsync(context);
        if (TokenIn(form) is not { } token)
        {
            return Problem.Validation(form.Errors);
        }

        var response = await introspection.IntrospectAsync(token);
        context.Response.Headers.CacheControl = "private, max-age=1";
        return TypedResults.Ok(response);
    }

    private static async Task<Results<Ok, ProblemResult>> RevokeAsync(HttpContext context, TokenRevocation revocation)
    {
        var form = await FormParameters.ReadAsync(context);
        if (TokenIn(form) is not { } token)
        {
            return Problem.Validation(form.Errors);
        }

        await revocation.RevokeAsync(token, ServiceClient.Of(context)!, context.ToActor());
        return TypedResults.Ok();
    }

    /// <returns>Null if the form has errors, of which a missing token is one.</returns>
    private static string? TokenIn(FormParameters form)
    {
        if (form[TokenFormRequest.TokenName] is not { } token)
        {
            form.Errors.Add(TokenFormRequest.TokenName, FieldErrors.Required);
            return null;
        }

        return form.Errors.Any ? null : token;
    }
}
