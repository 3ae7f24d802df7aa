using System.Net;
using System.Net.Sockets;

namespace SecureAuth.Api.Http.Clients;

/// <summary>
/// One entry of <c>X-Forwarded-For</c>: an address with or without a port. No standard defines the format.
/// </summary>
internal static class ForwardedHop
{
    /// <summary>
    /// Parses <c>1.2.3.4</c>, <c>1.2.3.4:80</c>, <c>::1</c>, <c>[::1]</c> or <c>[::1]:80</c>. Returns null for anything else.
    /// </summary>
    public static IPAddress? Parse(ReadOnlySpan<char> hop)
    {
        var text = WithoutZone(hop.Trim().ToString());
        if (!IPEndPoint.TryParse(text, out var endpoint))
        {
            return null;
        }

        // The parser also accepts 127.1, 0x7f.0.0.1 and 1, as old C libraries do. Proxies never write such forms.
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
