using System.Diagnostics;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Credentials;

/// <summary>The answer to a refused guess, whichever endpoint it came to.</summary>
internal static class CheckProblem
{
    /// <param name="refused">Why the guess was refused.</param>
    /// <param name="failed">What a wrong guess is called there.</param>
    /// <param name="notApplicable">What it is called there if nothing is left to guess at; as a wrong guess if null.</param>
    public static ProblemResult ToProblem(
        this CheckOutcome.Refused refused, ErrorCode failed, ErrorCode? notApplicable = null) => refused switch
        {
            CheckOutcome.Failed => Problem.Of(failed),
            CheckOutcome.Locked locked => Problem.Of(ErrorCode.AccountLocked).RetryAfter(locked.Remaining),
            CheckOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
            CheckOutcome.NotApplicable => Problem.Of(notApplicable ?? failed),
            _ => throw new UnreachableException($"{refused} has no answer."),
        };
}
