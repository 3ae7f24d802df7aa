using Microsoft.AspNetCore.Authorization;
using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.StepUp;

/// <summary>A stolen access token must not be enough to take an account over: the credentials were checked just now.</summary>
internal sealed class FreshRequirement : IAuthorizationRequirement
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);
}

internal sealed class FreshHandler(TimeProvider time) : AuthorizationHandler<FreshRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshRequirement requirement)
    {
        if (time.GetUtcNow() - context.User.AuthenticatedAt() <= FreshRequirement.MaxAge)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
