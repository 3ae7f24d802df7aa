using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;
using SessionOptions = SecureAuth.Core.Sessions.SessionOptions;

namespace SecureAuth.Api.StepUp;

/// <summary>
/// Requires a recent authentication, so that a stolen access token is not sufficient to take over an account.
/// </summary>
internal sealed class FreshRequirement : IAuthorizationRequirement
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether it only applies if an operator has asked for it (<c>Sessions__EndingRequiresFresh</c>).</summary>
    public bool IsForEndingSessions { get; init; }
}

internal sealed class FreshHandler(PostgresClock clock, IOptions<SessionOptions> sessions)
    : AuthorizationHandler<FreshRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshRequirement requirement)
    {
        // The authorization service calls every handler of a policy, even for an unauthenticated user.
        if (context.User.Identity?.IsAuthenticated == true
            && ((requirement.IsForEndingSessions && !sessions.Value.EndingRequiresFresh)
                || context.User.SetUp() is not null
                || clock.GetUtcNow() - context.User.AuthenticatedAt() <= FreshRequirement.MaxAge))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
