using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;

namespace SecureAuth.Api.StepUp;

/// <summary>Requires that a user who has a second factor has used it in this session.</summary>
internal sealed class SecondFactorRequirement : IAuthorizationRequirement;

internal sealed class SecondFactorHandler(AuthDbContext db, SecondFactorRule rule) : AuthorizationHandler<SecondFactorRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, SecondFactorRequirement requirement)
    {
        // The authorization service calls every handler of a policy, even for an unauthenticated user.
        if (context.User.Identity?.IsAuthenticated != true)
        {
            return;
        }

        if (context.User.IsMultiFactor() || context.User.SetUp() is not null
            || !await HasSecondFactorAsync(context.User.UserId()))
        {
            context.Succeed(requirement);
        }
    }

    private async Task<bool> HasSecondFactorAsync(Guid userId) =>
        await db.Users.TagWith("check second factor").AnyAsync(u => u.Id == userId && u.TwoFactorEnabled)
        || (await rule.FindAsync(userId, CancellationToken.None)).HasPasskey();
}
