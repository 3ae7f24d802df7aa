using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace SecureAuth.Api.Http.Clients;

/// <summary>The client's address for rate limits and audit rows. It is resolved once for each request.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>
    /// Returns the peer of the connection or, if that is a trusted proxy, the client that the proxy names. <c>Forwarded</c>,
    /// <c>X-Real-IP</c> and similar headers are not read, because a proxy that sets one header passes the others on unchanged.
    /// </summary>
    public static IPAddress Of(HttpContext context)
    {
        if (context.Features.Get<Resolved>() is { } resolved)
        {
            return resolved.Address;
        }

        // All connections without an address, such as those over a Unix socket, share one bucket.
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.Any;
        var proxies = context.RequestServices.GetRequiredService<TrustedProxies>();
        var address = proxies.ClientOf(peer, string.Join(',', context.Request.Headers[ForwardedFor].ToArray()));
        context.Features.Set(new Resolved(address));
        return address;
    }

    /// <summary>
    /// Returns the rate-limit partition: an IPv4 address, or the /64 prefix of an IPv6 address. A client controls a whole /64,
    /// and could otherwise use a new address for every request.
    /// </summary>
    public static string ToPartition(this IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private sealed record Resolved(IPAddress Address);
}
