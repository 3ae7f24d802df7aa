using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>The outcome of completing a sign-in by setting up an authenticator app.</summary>
internal abstract record SetUpOutcome : Confidential
{
    private SetUpOutcome()
    {
    }

    internal sealed record SignedIn(IReadOnlyList<string> RecoveryCodes, TokenPair Tokens) : SetUpOutcome;

    /// <summary>The set-up token was used, has expired, or is not needed any more.</summary>
    internal sealed record Ended : SetUpOutcome;

    internal sealed record Refused(CheckOutcome.Refused Check) : SetUpOutcome;
}
