using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>A guess at an account's password or code.</summary>
/// <param name="Identifier">The keyed hash under which the account's guesses are counted.</param>
/// <param name="UserId">The account, or null for an unknown account, which has the same statements and the same timing.</param>
/// <param name="Refused">The audit entry of a refusal, without its reason.</param>
internal sealed record Guess(byte[] Identifier, Guid? UserId, AuditEntry Refused) : Confidential
{
    public Actor Actor => Refused.Actor;

    /// <summary>The caller of the hash queue. Neither its address nor its account may occupy the whole queue.</summary>
    public HashCaller Caller => new(Actor.Address, Convert.ToHexString(Identifier));
}
