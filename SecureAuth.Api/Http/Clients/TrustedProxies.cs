using System.Net;
using Microsoft.Extensions.Options;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Tells the client from the proxies in front of us.</summary>
internal sealed class TrustedProxies(IOptions<ProxyOptions> options)
{
    private readonly IPNetwork[] _networks = [.. options.Value.TrustedNetworks.Select(IPNetwork.Parse).Select(Unmapped)];

    /// <summary>
    /// Walks <c>X-Forwarded-For</c> from the right, each hop being the word of the one behind it, and stops at the first
    /// that is not trusted: everything to its left may have been written by the client. A hop that is no address ends the
    /// walk at the proxy that passed it on.
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

    /// <summary>One client, one form: an IPv4 address that came through an IPv6 socket is IPv4, and a zone means nothing here.</summary>
    private static IPAddress Canonical(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    private static IPNetwork Unmapped(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;

    private bool IsTrusted(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));
}
