using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureAuth.Core.SecondFactor;

namespace SecureAuth.Api.StepUp;

/// <summary>
/// A user who has signed in with a password and must set up a second factor. There is no session yet, so this is good for the
/// set-up and for nothing else.
/// </summary>
internal sealed class SetUpIdentity(OpenChallenge setUp)
    : ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, setUp.UserId.ToString())], SetUpTokenHandler.SchemeName)
{
    public OpenChallenge SetUp => setUp;
}

internal static class SetUpIdentityExtensions
{
    /// <summary>The set-up whose token was sent, or null if the user has a session.</summary>
    public static OpenChallenge? SetUp(this ClaimsPrincipal user) =>
        user.Identities.OfType<SetUpIdentity>().SingleOrDefault()?.SetUp;
}
