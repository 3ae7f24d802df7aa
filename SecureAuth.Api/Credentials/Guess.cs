using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>A guess at an account's password or code.</summary>
/// <param name="Identifier">The keyed hash under which the guesses are counted: the account's, or that of a known device.</param>
/// <param name="UserId">The account, or null for an unknown account, which has the same statements and the same timing.</param>
/// <param name="Refused">The audit entry of a refusal, without its reason.</param>
internal sealed record Guess(byte[] Identifier, Guid? UserId, AuditEntry Refused) : Confidential
{
    public Actor Actor => Refused.Actor;

    /// <summary>The caller of the hash queue. Neither its address nor its account may occupy the whole queue.</summary>
    public HashCaller Caller =>
        new(Actor.Address, Convert.ToHexString(Device?.AccountIdentifier ?? Identifier)) { IsKnown = IsKnown };

    /// <summary>The known device that guesses, or null for a stranger.</summary>
    public DeviceCounter? Device { get; private init; }

    /// <summary>Whether the caller has a session, or is a known device. The hash queue has room reserved for it.</summary>
    public bool IsKnown { get; init; }

    /// <summary>
    /// The same guess by a known device, counted on its own. Strangers who lock the account do not lock the device, and a locked
    /// device does not get the guesses of strangers in addition.
    /// </summary>
    public Guess ByDevice(Guid? deviceId, DeviceKey key) => deviceId is not { } device ? this : this with
    {
        Identifier = key.GuessesOf(device, Identifier),
        Device = new DeviceCounter(device, Identifier),
        IsKnown = true,
    };
}
