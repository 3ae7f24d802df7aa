using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Asks the server about the access token of a request. If the server cannot say, the request is refused with 503, not with 401:
/// its token may be valid, and the client should try again instead of signing the user out.
/// </summary>
internal sealed class SecureAuthIntrospectionHandler(
    IOptionsMonitor<SecureAuthIntrospectionOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IntrospectionCaches caches)
    : AuthenticationHandler<SecureAuthIntrospectionOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var token = header[Bearer.Length..].Trim();
        if (!UnverifiedToken.MayBeActive(token, Options.Issuer, TimeProvider.GetUtcNow()))
        {
            return AuthenticateResult.Fail("The token is no access token, of another issuer, or expired.");
        }

        Introspection answer;
        try
        {
            answer = await caches.Of(Scheme.Name).GetAsync(token, Context.RequestAborted);
        }
        catch (Exception error) when (error is SecureAuthException or HttpRequestException or TaskCanceledException
            or TimeoutException
            && !Context.RequestAborted.IsCancellationRequested)
        {
            Logger.TokenUnknown(error);
            return AuthenticateResult.Fail(new TokenUnknownException(error));
        }

        // A refresh token is active too, but it is no ticket for an API.
        return answer.IsAccessToken && answer.Aud == Options.Audience
            ? AuthenticateResult.Success(Ticket(answer))
            : AuthenticateResult.Fail("The token is not active, or not for this service.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (result.Failure is TokenUnknownException)
        {
            ServiceOutage.Write(Response);
            return;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(
            HeaderNames.WWWAuthenticate, result.Failure is null ? "Bearer" : """Bearer error="invalid_token" """.TrimEnd());
    }

    private AuthenticationTicket Ticket(Introspection token)
    {
        var identity = new ClaimsIdentity(Scheme.Name, "sub", "roles");
        Add("iss", token.Iss);
        Add("aud", token.Aud);
        Add("sub", token.Sub);
        Add("sid", token.Sid);
        Add("jti", token.Jti);
        AddTime("iat", token.Iat);
        AddTime("exp", token.Exp);
        AddTime("auth_time", token.AuthTime);
        AddAll("amr", token.Amr);
        AddAll("roles", token.Roles);
        foreach (var (type, value) in token.OtherClaims ?? new Dictionary<string, JsonElement>())
        {
            identity.AddClaim(new Claim(type, value.ToString(), ValueTypeOf(value), token.Iss));
        }

        return new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name);

        void Add(string type, string? value)
        {
            if (value is not null)
            {
                identity.AddClaim(new Claim(type, value, ClaimValueTypes.String, token.Iss));
            }
        }

        void AddTime(string type, long? value)
        {
            if (value is { } seconds)
            {
                identity.AddClaim(new Claim(
                    type, seconds.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64, token.Iss));
            }
        }

        void AddAll(string type, IReadOnlyList<string>? values)
        {
            foreach (var value in values ?? [])
            {
                Add(type, value);
            }
        }
    }

    private static string ValueTypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ClaimValueTypes.String,
        JsonValueKind.Number => ClaimValueTypes.Integer64,
        JsonValueKind.True or JsonValueKind.False => ClaimValueTypes.Boolean,
        _ => "JSON",
    };

    /// <summary>The exception is passed on and never thrown.</summary>
    private sealed class TokenUnknownException(Exception reason)
        : InvalidOperationException("Nobody could judge the token.", reason);
}
