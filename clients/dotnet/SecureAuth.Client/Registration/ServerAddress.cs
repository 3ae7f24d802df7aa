using System.Diagnostics.CodeAnalysis;

namespace SecureAuth.Client;

/// <summary>Addresses that may get a password or a token.</summary>
internal static class ServerAddress
{
    /// <returns>The address with a slash at its end, so that relative paths are added to it.</returns>
    public static Uri Check([NotNull] Uri? address, bool allowHttp)
    {
        if (address is null)
        {
            throw new ArgumentException("Set the address of the server, such as https://auth.example.com.");
        }

        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException($"'{address}' is no address of a server, such as https://auth.example.com.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException("The address of a server has no user, no query and no fragment.");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !allowHttp)
        {
            throw new ArgumentException($"'{address}' is not encrypted. Use https, or set AllowHttp.");
        }

        return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }
}
