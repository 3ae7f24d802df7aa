using System.Net;
using System.Net.Sockets;

namespace SecureAuth.LocalServers;

/// <summary>Free TCP ports of the loopback interface.</summary>
public static class FreePort
{
    /// <summary>
    /// Returns a port that is free now. It is not reserved: another process may take it before the caller listens on it.
    /// </summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>
    /// Returns whether no process listens on the port, on either of the addresses that <c>localhost</c> stands for.
    /// </summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port)
        && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException error)
        {
            // On a machine without an IPv6 loopback address nobody can have taken the port there.
            return error.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
