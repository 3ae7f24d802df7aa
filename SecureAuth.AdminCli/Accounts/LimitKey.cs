using System.Net;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>What the limits of the <c>limits</c> commands belong to: a client address or an e-mail address.</summary>
/// <param name="Text">The e-mail address, or the IPv4 address or IPv6 network that the API counts for.</param>
/// <param name="Address">The client address, or null.</param>
internal sealed record LimitKey(string Text, IPAddress? Address)
{
    private const string NetworkSuffix = "/64";

    /// <summary>Returns null if the text is neither.</summary>
    public static LimitKey? Parse(string text)
    {
        if (EmailAddress.IsValid(text))
        {
            return new LimitKey(text, Address: null);
        }

        // The network is what this command prints for an IPv6 address.
        var plain = text.EndsWith(NetworkSuffix, StringComparison.Ordinal) && text.Contains(':', StringComparison.Ordinal)
            ? text[..^NetworkSuffix.Length]
            : text;

        // "1" and "0x7f.1" are IPv4 addresses for the parser.
        if (!IPAddress.TryParse(plain, out var address)
            || (!plain.Contains(':', StringComparison.Ordinal) && address.ToString() != plain))
        {
            return null;
        }

        address = NetworkList.Canonical(address);
        return new LimitKey(address.ToPartition(), address);
    }
}
