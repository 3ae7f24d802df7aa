using Microsoft.AspNetCore.Authorization;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.StepUp;

/// <summary>Records that a step-up was missing.</summary>
internal sealed class StepUpRefusals(AuthorizationRefusalRecorder recorder)
{
    /// <returns>The code that tells a client which step-up it is, so that it can prompt its user.</returns>
    public ErrorCode Record(HttpContext context, AuthorizationFailure? failure)
    {
        var notFresh = failure?.FailedRequirements.OfType<FreshRequirement>().Any() == true;
        recorder.Record(
            context,
            notFresh ? AuthorizationRefusal.NotFresh : AuthorizationRefusal.SecondFactorMissing,
            context.User.UserId(),
            context.User.SessionId());
        return notFresh ? ErrorCode.ReauthenticationRequired : ErrorCode.SecondFactorRequired;
    }
}
