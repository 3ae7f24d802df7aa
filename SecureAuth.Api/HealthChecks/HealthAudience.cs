using System.Net;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.HealthChecks;

/// <summary>
/// Decides whether a client may see the details of <c>/health</c>. They would tell an attacker when Redis is away, and limits are
/// therefore counted by each instance on its own.
/// </summary>
internal sealed class HealthAudience(IOptions<HealthOptions> options)
{
    /// <summary>Headers that proxies add, in addition to all that begin with X-Forwarded or X-Envoy.</summary>
    private static readonly HashSet<string> RelayHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Host", "X-Original-For",
        "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP",
    };

    private readonly NetworkList _networks = new(options.Value.DetailNetworks);

    public bool MayKnow(HttpContext context)
    {
        var peer = NetworkList.Canonical(context.Connection.RemoteIpAddress ?? IPAddress.Any);
        var client = ClientAddress.Of(context);
        var isRelayed = context.Request.Headers.Keys.Any(IsRelayHeader);

        // The peer passes on a request of somebody whom it does not name, or is not trusted to name.
        if (isRelayed && client.Equals(peer))
        {
            return false;
        }

        return _networks.Contains(client)
            || (options.Value.DetailsForLoopback && !isRelayed && IPAddress.IsLoopback(peer) && IsLocal(context.Request.Host));
    }

    /// <summary>
    /// Some proxies add no header but keep the public name of the service, and a page that has rebound its own name to 127.0.0.1
    /// has a browser send that.
    /// </summary>
    private static bool IsLocal(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(NetworkList.Canonical(address)));

    private static bool IsRelayHeader(string name) => RelayHeaders.Contains(name)
        || name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Envoy-", StringComparison.OrdinalIgnoreCase);
}
