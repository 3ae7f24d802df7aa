using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;

namespace SecureAuth.Api.Http.Clients;

/// <summary>The address that limits and audit rows go by, found once a request.</summary>
internal static class ClientAddress
{
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>
    /// The peer of the connection or, if that is a trusted proxy, the client that it names. <c>Forwarded</c>, <c>X-Real-IP</c>
    /// and the like are not read: a proxy that sets one header passes the others on as the client wrote them.
    /// </summary>
    public static IPAddress Of(HttpContext context)
    {
        if (context.Features.Get<Found>() is { } found)
        {
            return found.Address;
        }

        // A connection without an address, such as one over a Unix socket, is nobody in particular: all share one bucket.
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.Any;
        var proxies = context.RequestServices.GetRequiredService<TrustedProxies>();
        var address = proxies.ClientOf(peer, string.Join(',', context.Request.Headers[ForwardedFor].ToArray()));
        context.Features.Set(new Found(address));
        return address;
    }

    /// <summary>
    /// Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address, which is what one client commands and could
    /// otherwise change for every call.
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

    private sealed record Found(IPAddress Address);
}
