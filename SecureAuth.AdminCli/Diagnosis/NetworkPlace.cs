using System.Net;
using System.Net.Sockets;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Whether packets to a host stay on this host or in a private network.</summary>
internal static class NetworkPlace
{
    private static readonly TimeSpan ResolutionTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Beside the loopback addresses. The last two are shared by customers of a provider and local to a link.</summary>
    private static readonly NetworkList PrivateNetworks = new(
    [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10", "100.64.0.0/10", "169.254.0.0/16",
    ]);

    /// <summary>A name is private if all of its addresses are. A name that cannot be resolved is another problem.</summary>
    public static async Task<bool> IsPrivateAsync(string host, CancellationToken cancellationToken)
    {
        if (IsLoopback(host))
        {
            return true;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return IsPrivate(address);
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken)
                .WaitAsync(ResolutionTimeout, cancellationToken);
            return addresses.All(IsPrivate);
        }
        catch (Exception error) when (error is SocketException or TimeoutException or ArgumentException)
        {
            return true;
        }
    }

    /// <summary>A path, or an abstract name that begins with @, is a Unix socket.</summary>
    public static bool IsLoopback(string host) =>
        host.StartsWith('/') || host.StartsWith('@')
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsPrivate(IPAddress address)
    {
        var plain = NetworkList.Canonical(address);
        return IPAddress.IsLoopback(plain) || PrivateNetworks.Contains(plain);
    }
}
