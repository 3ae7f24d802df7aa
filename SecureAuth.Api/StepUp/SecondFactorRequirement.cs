using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.StepUp;

/// <summary>Whoever has a second factor must have shown it; a user without one is asked for nothing more.</summary>
internal sealed class SecondFactorRequirement : IAuthorizationRequirement;

internal sealed class SecondFactorHandler(AuthDbContext db) : AuthorizationHandler<SecondFactorRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, SecondFactorRequirement requirement)
    {
        // The middleware asks every handler of a policy, also after another one has refused a stranger.
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return;
        }

        var userId = context.User.UserId();
        if (context.User.IsMultiFactor() || !await db.Users.AnyAsync(u => u.Id == userId && u.TwoFactorEnabled))
        {
            context.Succeed(requirement);
        }
    }
}
