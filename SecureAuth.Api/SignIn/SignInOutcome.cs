using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>How a sign-in with a password ended.</summary>
internal abstract record SignInOutcome : Confidential
{
    private SignInOutcome()
    {
    }

    internal sealed record SignedIn(TokenPair Tokens) : SignInOutcome;

    /// <summary>The password was right, and a code is needed too.</summary>
    internal sealed record Challenged(string TempToken) : SignInOutcome;

    /// <summary>The password was right, the account is disabled.</summary>
    internal sealed record Disabled : SignInOutcome;

    /// <summary>
    /// Among others: unknown e-mail, wrong password, or an account that changed meanwhile. Nobody outside learns which.
    /// </summary>
    internal sealed record Refused(CheckOutcome.Refused Check) : SignInOutcome;
}
