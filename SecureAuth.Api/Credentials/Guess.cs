using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>Somebody's guess at an account's password or code.</summary>
/// <param name="Identifier">The keyed hash under which the account's guesses are counted.</param>
/// <param name="UserId">The account; null where there is none, which changes neither the statements nor the time.</param>
/// <param name="Refused">The audit row of a refusal, without its reason.</param>
internal sealed record Guess(byte[] Identifier, Guid? UserId, AuditEntry Refused) : Confidential
{
    public Actor Actor => Refused.Actor;

    /// <summary>Who asks for the hash, so that neither the address nor the account takes all of the queue.</summary>
    public HashCaller Claimant => new(Actor.Address, Convert.ToHexString(Identifier));
}
