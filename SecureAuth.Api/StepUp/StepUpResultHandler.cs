using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.StepUp;

/// <summary>Tells a client which step-up a forbidden request needs, so that the client can prompt its user.</summary>
internal sealed class StepUpResultHandler(AuthorizationRefusalRecorder refusals) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            return _default.HandleAsync(next, context, policy, authorizeResult);
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
