using SecureAuth.Core.Audit;
using SecureAuth.Core.Passkeys;

namespace SecureAuth.Api.Passkeys;

/// <summary>
/// Checks an assertion: its challenge is used up first, whatever follows. A signature cannot be guessed, so nothing is reserved,
/// and a lockout of the password does not matter.
/// </summary>
internal sealed class PasskeyCheck(PasskeyChallenges challenges, UserPasskeys passkeys, Ceremonies ceremonies)
{
    public async Task<PasskeyCheckOutcome> CheckAsync(
        string challengeToken, PasskeyPurpose purpose, byte[] binding, Credential credential)
    {
        if (await challenges.UseAsync(challengeToken, purpose, binding) is not { } ceremony)
        {
            return new PasskeyCheckOutcome.InvalidChallenge();
        }

        if (await passkeys.FindAsync(credential.Id) is not { } passkey)
        {
            return new PasskeyCheckOutcome.Failed(AuditReason.UnknownPasskey, UserId: null);
        }

        var assertion = await ceremonies.VerifyAssertionAsync(ceremony.State, credential, passkey);
        return assertion.State is { } state
            ? new PasskeyCheckOutcome.Valid(passkey, state, ceremony.IdentifierHash)
            : new PasskeyCheckOutcome.Failed(assertion.Refusal!, passkey.UserId);
    }
}
