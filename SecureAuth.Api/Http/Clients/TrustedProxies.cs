using System.Net;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Finds the client's address behind the trusted proxies.</summary>
internal sealed class TrustedProxies(IOptions<ProxyOptions> options)
{
    private readonly NetworkList _trusted = new(options.Value.TrustedNetworks);

    /// <summary>
    /// Walks <c>X-Forwarded-For</c> from the right, since each proxy appends the address of its peer, and stops at the first
    /// address that is not trusted: the client may have written everything to its left. If an entry is not an address, the walk
    /// ends at the proxy that passed it on.
    /// </summary>
    public IPAddress ClientOf(IPAddress peer, string? forwardedFor)
    {
        var client = NetworkList.Canonical(peer);
        var rest = forwardedFor.AsSpan();
        while (!rest.IsEmpty && _trusted.Contains(client))
        {
            var comma = rest.LastIndexOf(',');
            if (ForwardedHop.Parse(rest[(comma + 1)..]) is not { } hop)
            {
                break;
            }

            client = NetworkList.Canonical(hop);
            rest = comma < 0 ? [] : rest[..comma];
        }

        return client;
    }
}
