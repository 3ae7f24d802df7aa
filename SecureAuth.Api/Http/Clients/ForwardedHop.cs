using System.Net;
using System.Net.Sockets;

namespace SecureAuth.Api.Http.Clients;

/// <summary>One entry of <c>X-Forwarded-For</c>, which no standard describes: an address, with or without a port.</summary>
internal static class ForwardedHop
{
    /// <summary>The address of <c>1.2.3.4</c>, <c>1.2.3.4:80</c>, <c>::1</c>, <c>[::1]</c> or <c>[::1]:80</c>; else null.</summary>
    public static IPAddress? Parse(ReadOnlySpan<char> hop)
    {
        var text = WithoutZone(hop.Trim().ToString());
        if (!IPEndPoint.TryParse(text, out var endpoint))
        {
            return null;
        }

        // The parser also takes 127.1, 0x7f.0.0.1 and a bare 1 for addresses, as old C libraries do; proxies write none.
        var address = endpoint.Address;
        var isPlain = address.AddressFamily == AddressFamily.InterNetworkV6 || text.Split(':')[0] == address.ToString();
        return isPlain ? address : null;
    }

    private static string WithoutZone(string text)
    {
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        if (zone < 0)
        {
            return text;
        }

        var bracket = text.IndexOf(']', zone);
        return bracket < 0 ? text[..zone] : text.Remove(zone, bracket - zone);
    }
}
