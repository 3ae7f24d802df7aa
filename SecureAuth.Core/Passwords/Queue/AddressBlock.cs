using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>A block of addresses that share a prefix.</summary>
internal readonly record struct AddressBlock(AddressFamily Family, int Length, UInt128 FirstBits)
{
    private static readonly int[] LengthsOfIPv4 = [16, 24, 32];

    /// <summary>A provider usually has a /32, its customer a /48 or a /56, and each of the customer's links a /64.</summary>
    private static readonly int[] LengthsOfIPv6 = [32, 48, 56, 64];

    /// <summary>
    /// Returns the blocks that contain an address, the largest first. All callers without an address share one block.
    /// </summary>
    public static AddressBlock[] Containing(IPAddress? address)
    {
        if (address is null)
        {
            return [default];
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bits = Bits(address);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? Array.ConvertAll(
                LengthsOfIPv4, length => new AddressBlock(AddressFamily.InterNetwork, length, bits >> (32 - length)))
            : Array.ConvertAll(
                LengthsOfIPv6, length => new AddressBlock(AddressFamily.InterNetworkV6, length, bits >> (128 - length)));
    }

    private static UInt128 Bits(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
