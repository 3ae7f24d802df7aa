using System.Diagnostics;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Credentials;

/// <summary>Maps a refused guess to a problem.</summary>
internal static class CheckProblem
{
    /// <param name="refused">Why the guess was refused.</param>
    /// <param name="failed">The endpoint's code for a wrong guess.</param>
    /// <param name="notApplicable">
    /// The endpoint's code for <see cref="CheckOutcome.NotApplicable"/>. It defaults to <paramref name="failed"/>.
    /// </param>
    public static ProblemResult ToProblem(
        this CheckOutcome.Refused refused, ErrorCode failed, ErrorCode? notApplicable = null) => refused switch
        {
            CheckOutcome.Failed => Problem.Of(failed),
            CheckOutcome.Locked locked => Problem.Of(ErrorCode.AccountLocked)
                .RetryAfter(locked.Remaining ?? Timeout.InfiniteTimeSpan),
            CheckOutcome.Busy busy => Problem.Of(ErrorCode.ServerBusy).RetryAfter(busy.RetryAfter),
            CheckOutcome.NotApplicable => Problem.Of(notApplicable ?? failed),
            _ => throw new UnreachableException($"Unexpected outcome: {refused}"),
        };
}
