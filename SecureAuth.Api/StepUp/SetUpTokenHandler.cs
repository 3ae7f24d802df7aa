using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.SecondFactor;

namespace SecureAuth.Api.StepUp;

/// <summary>
/// Authenticates a set-up token. It is opaque, because other services would accept a signed one. Only the endpoints that
/// <see cref="StepUpPolicies.AcceptSetUpToken"/> marks ask for this scheme.
/// </summary>
internal sealed class SetUpTokenHandler(
    SecondFactorChallenges challenges,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "set-up token";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerToken.Of(Request) is not { Length: <= FieldLimits.Token } token || !SecondFactorChallenges.IsSetUpToken(token)
            || await challenges.FindAsync(ChallengePurpose.SetUp, token, ClientDisconnect.TokenOf(Context)) is not { } setUp)
        {
            return AuthenticateResult.NoResult();
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new SetUpIdentity(setUp)), SchemeName));
    }

    /// <summary>The scheme of access tokens answers for both.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Task.CompletedTask;
}
