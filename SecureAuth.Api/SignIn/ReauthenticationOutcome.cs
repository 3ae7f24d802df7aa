using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.SignIn;

/// <summary>The outcome of a re-authentication.</summary>
internal abstract record ReauthenticationOutcome
{
    private ReauthenticationOutcome()
    {
    }

    internal sealed record Fresh(AccessToken Token) : ReauthenticationOutcome;

    /// <summary>A user with a second factor sent a password.</summary>
    internal sealed record SecondFactorRequired : ReauthenticationOutcome;

    /// <summary>The session was ended or the account was changed during the re-authentication.</summary>
    internal sealed record SessionEnded : ReauthenticationOutcome;

    internal sealed record Refused(CheckOutcome.Refused Check) : ReauthenticationOutcome;
}
