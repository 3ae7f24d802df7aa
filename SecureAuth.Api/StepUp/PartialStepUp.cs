using Microsoft.AspNetCore.Authorization;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.StepUp;

/// <summary>
/// Demands a recent authentication and the second factor for a part of what an endpoint does. If all of it needs them, the
/// endpoint has the policies instead.
/// </summary>
internal sealed class PartialStepUp(IAuthorizationService authorization, StepUpRefusals refusals)
{
    private static readonly IAuthorizationRequirement[] Requirements = [new FreshRequirement(), new SecondFactorRequirement()];

    /// <returns>Null if the user may go on.</returns>
    public async Task<ProblemResult?> CheckAsync(HttpContext context)
    {
        var result = await authorization.AuthorizeAsync(context.User, resource: null, Requirements);
        return result.Succeeded ? null : Problem.Of(refusals.Record(context, result.Failure));
    }
}
