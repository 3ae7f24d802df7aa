using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.StepUp;

/// <summary>Tells a client which step is missing, so that it can ask its user for it.</summary>
internal sealed class StepUpResultHandler(AuthorizationRefusalRecorder refusals) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            return _usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var notFresh = authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<FreshRequirement>().Any() == true;
        refusals.Record(
            context,
            notFresh ? AuthorizationRefusal.NotFresh : AuthorizationRefusal.SecondFactorMissing,
            context.User.UserId(),
            context.User.SessionId());
        return Problem.WriteAsync(context, notFresh ? ErrorCode.ReauthenticationRequired : ErrorCode.SecondFactorRequired);
    }
}
