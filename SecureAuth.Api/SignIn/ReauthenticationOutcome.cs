using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.SignIn;

/// <summary>How a re-authentication ended.</summary>
internal abstract record ReauthenticationOutcome
{
    private ReauthenticationOutcome()
    {
    }

    internal sealed record Fresh(AccessToken Token) : ReauthenticationOutcome;

    /// <summary>A password came from a user who has a second factor.</summary>
    internal sealed record SecondFactorRequired : ReauthenticationOutcome;

    /// <summary>The session ended, or the account changed, while this was under way.</summary>
    internal sealed record SessionOver : ReauthenticationOutcome;

    internal sealed record Refused(CheckOutcome.Refused Check) : ReauthenticationOutcome;
}
