using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>The outcome of a sign-in with a password.</summary>
internal abstract record SignInOutcome : Confidential
{
    private SignInOutcome()
    {
    }

    internal sealed record SignedIn(TokenPair Tokens) : SignInOutcome;

    /// <summary>The password was correct, and a second factor is required to complete the sign-in.</summary>
    internal sealed record Challenged(StartedChallenge Challenge) : SignInOutcome;

    /// <summary>The password was correct, and the user must set up a second factor to complete the sign-in.</summary>
    internal sealed record SetUpRequired(StartedChallenge SetUp) : SignInOutcome;

    /// <summary>
    /// The password was correct, but the only second factor of the user, who must have one, is a passkey, and these are switched
    /// off.
    /// </summary>
    internal sealed record SecondFactorSwitchedOff : SignInOutcome;

    /// <summary>The password was correct, but the account is disabled.</summary>
    internal sealed record Disabled : SignInOutcome;

    /// <summary>The password was correct, but the e-mail address has not been verified.</summary>
    internal sealed record NotVerified : SignInOutcome;

    /// <summary>
    /// For example, the e-mail address is unknown, the password is wrong, or the account was changed in the meantime. The client
    /// does not learn which of these it was.
    /// </summary>
    internal sealed record Refused(CheckOutcome.Refused Check) : SignInOutcome;
}
