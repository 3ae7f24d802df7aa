namespace SecureAuth.Core.Accounts;

/// <summary>
/// Validates the addresses that can identify an account: the dot-atom form of RFC 5321 in ASCII, with a domain of at least
/// two labels. Quoted local parts, address literals and raw Unicode are rejected, because no two accounts may look alike or
/// become equal by case folding, and no address may contain characters that are special in a mail header.
/// </summary>
public static class EmailAddress
{
    /// <summary>The longest address that fits between the angle brackets of a path (RFC 5321, erratum 1690).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;
    private const string AtomSymbols = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>Runs in time linear in the length, which is checked first.</summary>
    public static bool IsValid(string value)
    {
        if (value.Length > MaxLength)
        {
            return false;
        }

        var at = value.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= MaxLocalLength && IsLocalPart(value.AsSpan(0, at)) && IsDomain(value.AsSpan(at + 1));
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        foreach (var atom in local.Split('.'))
        {
            if (local[atom].IsEmpty)
            {
                return false;
            }

            foreach (var character in local[atom])
            {
                if (!char.IsAsciiLetterOrDigit(character) && !AtomSymbols.Contains(character, StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        foreach (var range in domain.Split('.'))
        {
            if (!IsLabel(domain[range]))
            {
                return false;
            }

            labels++;
        }

        // If the last label consisted only of digits, the domain could be an IP address without its brackets.
        return labels >= 2 && domain[(domain.LastIndexOf('.') + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var character in label)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '-')
            {
                return false;
            }
        }

        return true;
    }
}
