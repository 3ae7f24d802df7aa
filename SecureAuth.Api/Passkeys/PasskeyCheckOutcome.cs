using SecureAuth.Core.Audit;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>The outcome of presenting a passkey.</summary>
internal abstract record PasskeyCheckOutcome : Confidential
{
    private PasskeyCheckOutcome()
    {
    }

    /// <param name="Passkey">The passkey.</param>
    /// <param name="State">What the assertion says of the authenticator.</param>
    /// <param name="IdentifierHash">The account that the ceremony was started for, or null for any.</param>
    internal sealed record Valid(PresentedPasskey Passkey, AssertedState State, byte[]? IdentifierHash) : PasskeyCheckOutcome;

    /// <summary>The challenge is unknown, expired or used, or belongs to another ceremony.</summary>
    internal sealed record InvalidChallenge : PasskeyCheckOutcome;

    /// <param name="Reason">The reason, which the client does not learn.</param>
    /// <param name="UserId">The owner of the passkey, or null if it is unknown.</param>
    internal sealed record Failed(AuditReason Reason, Guid? UserId) : PasskeyCheckOutcome;
}
