using System.Globalization;
using System.Text.Encodings.Web;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Features;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.AccountPage;

/// <summary>
/// Tells the page what it needs to know of the configuration, in attributes, because the content policy forbids inline code.
/// </summary>
internal static class PageText
{
    public static string Fill(
        string html, EmailOptions email, PasswordOptions passwords, RegistrationMode registration, FeatureOptions features) =>
        html
        .Replace("{minimum_length}", passwords.MinimumLength.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{requires}", string.Join(' ', Requirements(passwords)), StringComparison.Ordinal)
        .Replace("{proof}", WireName.Of(email.Proof), StringComparison.Ordinal)
        .Replace("{registration}", WireName.Of(registration), StringComparison.Ordinal)
        .Replace("{off}", string.Join(' ', SwitchedOff(features)), StringComparison.Ordinal)
        .Replace("{product}", HtmlEncoder.Default.Encode(email.ProductName), StringComparison.Ordinal);

    private static IEnumerable<string> Requirements(PasswordOptions passwords) => new[]
    {
        (passwords.RequireUppercase, "uppercase"),
        (passwords.RequireDigit, "digit"),
        (passwords.RequireSymbol, "symbol"),
    }.Where(kind => kind.Item1).Select(kind => kind.Item2);

    private static IEnumerable<string> SwitchedOff(FeatureOptions features) => new[]
    {
        (features.Passkeys, "passkeys"),
        (features.Totp, "totp"),
        (features.Deletion, "deletion"),
        (features.Export, "export"),
    }.Where(feature => !feature.Item1).Select(feature => feature.Item2);
}
