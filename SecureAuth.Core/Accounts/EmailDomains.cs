using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// The domains whose addresses users may register with, change to and invite. When in doubt, an address is refused: an allowed
/// domain is that domain alone, because anybody may get a name below the domain of a hosting provider, and a refused one includes
/// all below it, because the services of disposable addresses answer for any of them. Operators are not bound by it.
/// </summary>
public sealed class EmailDomains(IOptions<RegistrationOptions> options)
{
    private const string Below = "*.";

    /// <param name="email">A valid address, which is ASCII: an internationalised domain is in its <c>xn--</c> form.</param>
    public bool Allow(string email)
    {
        ArgumentNullException.ThrowIfNull(email);

        var domain = email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var (allowed, refused) = (options.Value.AllowedDomains, options.Value.RefusedDomains);
        return (allowed.Count == 0 || allowed.Any(entry => Matches(entry, domain)))
            && !refused.Any(entry => Equal(entry, domain) || IsBelow(entry, domain));
    }

    internal static bool IsDomain(string value) => EmailAddress.IsValid("a@" + value);

    internal static bool IsAllowedEntry(string value) =>
        IsDomain(value.StartsWith(Below, StringComparison.Ordinal) ? value[Below.Length..] : value);

    private static bool Matches(string entry, string domain) => entry.StartsWith(Below, StringComparison.Ordinal)
        ? IsBelow(entry[Below.Length..], domain)
        : Equal(entry, domain);

    private static bool IsBelow(string entry, string domain) => domain.EndsWith("." + entry, StringComparison.OrdinalIgnoreCase);

    private static bool Equal(string entry, string domain) => domain.Equals(entry, StringComparison.OrdinalIgnoreCase);
}
