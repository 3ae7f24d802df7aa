using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace SecureAuth.Core.RateLimiting;

/// <summary>The names of the buckets in Redis.</summary>
public static class BucketKeys
{
    /// <summary>
    /// Returns the key of the bucket, and that of the marker that a refusal in this window has been recorded. The braces are a
    /// hash tag, which keeps both on the same node of a cluster.
    /// </summary>
    public static RedisKey[] Of(string policy, string partition) =>
        [$"secureauth:{{{policy}:{partition}}}:gcra", $"secureauth:{{{policy}:{partition}}}:refused"];

    /// <summary>
    /// Returns the rate-limit partition: an IPv4 address, or the /64 prefix of an IPv6 address. A client controls a whole /64,
    /// and could otherwise use a new address for every request.
    /// </summary>
    public static string ToPartition(this IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
