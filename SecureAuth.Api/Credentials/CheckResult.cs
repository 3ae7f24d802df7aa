using System.Diagnostics;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>Maps a refused guess to the result of a sign-in in metrics.</summary>
internal static class CheckResult
{
    /// <param name="refused">Why the guess was refused.</param>
    /// <param name="failed">The result for a wrong guess.</param>
    /// <param name="notApplicable">The result for <see cref="CheckOutcome.NotApplicable"/>.</param>
    public static LoginResult ToLoginResult(
        this CheckOutcome.Refused refused, LoginResult failed, LoginResult notApplicable) => refused switch
        {
            CheckOutcome.Failed => failed,
            CheckOutcome.Locked => LoginResult.Locked,
            CheckOutcome.Busy => LoginResult.Busy,
            CheckOutcome.NotApplicable => notApplicable,
            _ => throw new UnreachableException($"Unexpected outcome of a check: {refused}"),
        };
}
