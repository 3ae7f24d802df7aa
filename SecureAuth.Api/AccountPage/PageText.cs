using System.Globalization;
using System.Text.Encodings.Web;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.AccountPage;

/// <summary>
/// Tells the page what it needs to know of the configuration, in attributes, because the content policy forbids inline code.
/// </summary>
internal static class PageText
{
    public static string Fill(string html, EmailOptions email, PasswordOptions passwords) => html
        .Replace("{minimum_length}", passwords.MinimumLength.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{requires}", string.Join(' ', Requirements(passwords)), StringComparison.Ordinal)
        .Replace("{product}", HtmlEncoder.Default.Encode(email.ProductName), StringComparison.Ordinal)
        .Replace("{proof}", WireName.Of(email.Proof), StringComparison.Ordinal);

    private static IEnumerable<string> Requirements(PasswordOptions passwords) => new[]
    {
        (passwords.RequireUppercase, "uppercase"),
        (passwords.RequireDigit, "digit"),
        (passwords.RequireSymbol, "symbol"),
    }.Where(kind => kind.Item1).Select(kind => kind.Item2);
}
