using System.Net;
using SecureAuth.Api.Http;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords;

namespace SecureAuth.Api.Passwords;

internal static class HashClaimants
{
    /// <param name="actor">Whose address counts, as it does for the limits.</param>
    /// <param name="identifierHash">The account's; null before there is one.</param>
    public static HashClaimant ToClaimant(this Actor actor, byte[]? identifierHash = null) => new(
        IPAddress.TryParse(actor.Address, out var address) ? address.ToPartition() : actor.Address,
        identifierHash is null ? null : Convert.ToHexString(identifierHash));
}
