using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.StepUp;

/// <summary>Answers a request that lacks the step-up of its endpoint's policies.</summary>
internal sealed class StepUpResultHandler(StepUpRefusals refusals) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Forbidden
            ? Problem.WriteAsync(context, refusals.Record(context, authorizeResult.AuthorizationFailure))
            : _default.HandleAsync(next, context, policy, authorizeResult);
}
