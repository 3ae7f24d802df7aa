using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SecureAuth.Api.Http;

namespace SecureAuth.Api.StepUp;

/// <summary>Tells a client which step is missing, so that it can ask its user for it.</summary>
internal sealed class StepUpRefusal : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            return _usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var missing = authorizeResult.AuthorizationFailure?.FailedRequirements ?? [];
        return Problem.WriteAsync(
            context,
            missing.OfType<FreshRequirement>().Any() ? ErrorCode.ReauthenticationRequired : ErrorCode.SecondFactorRequired);
    }
}
