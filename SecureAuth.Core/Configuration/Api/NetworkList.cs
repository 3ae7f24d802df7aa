using System.Globalization;
using System.Net;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>Networks in CIDR notation, as an operator has listed them.</summary>
public sealed class NetworkList(IEnumerable<string> networks)
{
    private readonly IPNetwork[] _networks = [.. networks.Select(IPNetwork.Parse).Select(Unmapped)];

    /// <param name="address">An address in its only form (<see cref="Canonical"/>).</param>
    public bool Contains(IPAddress address) => Array.Exists(_networks, network => network.Contains(address));

    /// <summary>
    /// Gives each client a single form: an IPv4-mapped IPv6 address becomes an IPv4 address, and the zone of an address is
    /// dropped.
    /// </summary>
    public static IPAddress Canonical(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>Adds a problem for each element of a setting that is not a network.</summary>
    public static void Validate(SettingProblems problems, string key, IList<string> networks)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            problems.Require(
                IPNetwork.TryParse(networks[i], out _), string.Create(CultureInfo.InvariantCulture, $"{key}__{i}"), networks[i],
                "a CIDR, such as 10.0.0.0/8 or fd00::/8");
        }
    }

    private static IPNetwork Unmapped(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - 96)
            : network;
}
