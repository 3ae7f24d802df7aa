using System.Net;

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

    private sealed record Resolved(IPAddress Address);
}
