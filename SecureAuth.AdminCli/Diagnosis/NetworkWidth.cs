using System.Net;
using System.Net.Sockets;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Whether a network that is trusted contains far more than somebody's proxies.</summary>
internal static class NetworkWidth
{
    /// <summary>The largest private networks, 10.0.0.0/8 and fd00::/8. No provider of proxies has as wide a public one.</summary>
    private const int Widest = 8;

    private const int WidestPublicVersion6 = 16;

    private static readonly IPNetwork UniqueLocal = IPNetwork.Parse("fc00::/7");

    public static bool IsTooWide(IPNetwork network) =>
        network.PrefixLength < Widest
        || (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6
            && network.PrefixLength < WidestPublicVersion6
            && !UniqueLocal.Contains(network.BaseAddress));
}
