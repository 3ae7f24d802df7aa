using System.Net;
using Microsoft.Extensions.Options;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Finds the client's address behind the trusted proxies.</summary>
internal sealed class TrustedProxies(IOptions<ProxyOptions> options)
{
    private readonly IPNetwork[] _networks = [.. options.Value.TrustedNetworks.Select(IPNetwork.Parse).Select(Unmapped)];

    /// <summary>
    /// Walks <c>X-Forwarded-For</c> from the right, since each proxy appends the address of its peer, and stops at the first
    /// address that is not trusted: the client may have written everything to its left. If an entry is not an address, the walk
    /// ends at the proxy that passed it on.
    /// </summary>
    public IPAddress ClientOf(IPAddress peer, string? forwardedFor)
    {
        var client = Canonical(peer);
        var rest = forwardedFor.AsSpan();
        while (!rest.IsEmpty && IsTrusted(client))
        {
            var comma = rest.LastIndexOf(',');
            if (ForwardedHop.Parse(rest[(comma + 1)..]) is not { } hop)
            {
                break;
            }

            client = Canonical(hop);
            rest = comma < 0 ? [] : rest[..comma];
        }

        return client;
    }

    /// <summary>
    /// Gives each client a single form: an IPv4-mapped IPv6 address becomes an IPv4 address, and the zone of an address is
    /// dropped.
    /// </summary>
    private static IPAddress Canonical(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    private static IPNetwork Unmapped(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;

    private bool IsTrusted(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));
}
