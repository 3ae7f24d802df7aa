using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.SignIn;

/// <summary>How a re-authentication ended.</summary>
internal abstract record ReauthenticationOutcome
{
    private ReauthenticationOutcome()
    {
    }

    internal sealed record Fresh(AccessToken Token) : ReauthenticationOutcome;

    internal sealed record InvalidCredentials : ReauthenticationOutcome;

    internal sealed record InvalidCode : ReauthenticationOutcome;

    /// <summary>A password came from a user who has a second factor.</summary>
    internal sealed record SecondFactorRequired : ReauthenticationOutcome;

    internal sealed record Locked(TimeSpan Remaining) : ReauthenticationOutcome;

    internal sealed record Busy(TimeSpan RetryAfter) : ReauthenticationOutcome;

    /// <summary>The session ended, or the account changed, while this was under way.</summary>
    internal sealed record SessionOver : ReauthenticationOutcome;
}
