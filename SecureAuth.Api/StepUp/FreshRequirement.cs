using Microsoft.AspNetCore.Authorization;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.StepUp;

/// <summary>A stolen access token must not be enough to take an account over: the credentials were checked just now.</summary>
internal sealed class FreshRequirement : IAuthorizationRequirement
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);
}

internal sealed class FreshHandler(PostgresClock clock) : AuthorizationHandler<FreshRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshRequirement requirement)
    {
        // The middleware asks every handler of a policy, also after another one has refused a stranger.
        if (context.User.Identity?.IsAuthenticated == true
            && clock.GetUtcNow() - context.User.AuthenticatedAt() <= FreshRequirement.MaxAge)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
