using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords;

/// <summary>
/// How many places each claimant holds. Nobody may hold more than twice what is left: one address that asks without
/// end gets two thirds of the queue, two get two fifths each, and there is always room for the next.
/// </summary>
/// <remarks>Guarded by the gate's lock.</remarks>
internal sealed class HashShares
{
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);

    public bool Allow(HashClaimant claimant, int room) => Held(KeyOf(claimant.Address)) < 2 * room && Held(claimant.Account) < 2 * room;

    public void Take(HashClaimant claimant)
    {
        Add(KeyOf(claimant.Address), 1);
        Add(claimant.Account, 1);
    }

    public void Return(HashClaimant claimant)
    {
        Add(KeyOf(claimant.Address), -1);
        Add(claimant.Account, -1);
    }

    /// <summary>An IPv6 client commands a whole /64.</summary>
    private static string? KeyOf(IPAddress? address)
    {
        if (address is null || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address?.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    private int Held(string? key) => key is null ? 0 : _held.GetValueOrDefault(key);

    private void Add(string? key, int change)
    {
        if (key is null)
        {
            return;
        }

        ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, key, out _);
        held += change;
        if (held == 0)
        {
            _held.Remove(key);
        }
    }
}
