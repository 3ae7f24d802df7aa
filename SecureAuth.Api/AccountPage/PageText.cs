using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using SecureAuth.Api.Members;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Features;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.AccountPage;

/// <summary>
/// Tells the page what it needs to know of the configuration, in attributes, because the content policy forbids inline code.
/// </summary>
internal static class PageText
{
    public static string Fill(
        string html,
        EmailOptions email,
        PasswordOptions passwords,
        RegistrationMode registration,
        FeatureOptions features,
        ConfiguredMembers members) => html
        .Replace("{minimum_length}", passwords.MinimumLength.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{requires}", string.Join(' ', Requirements(passwords)), StringComparison.Ordinal)
        .Replace("{proof}", WireName.Of(email.Proof), StringComparison.Ordinal)
        .Replace("{registration}", WireName.Of(registration), StringComparison.Ordinal)
        .Replace("{off}", string.Join(' ', features.SwitchedOff()), StringComparison.Ordinal)
        .Replace("{usernames}", WireName.Of(members.Usernames.Usernames), StringComparison.Ordinal)
        .Replace("{fields}", HtmlEncoder.Default.Encode(Fields(members.Fields).ToJsonString()), StringComparison.Ordinal)
        .Replace("{product}", HtmlEncoder.Default.Encode(email.ProductName), StringComparison.Ordinal);

    private static IEnumerable<string> Requirements(PasswordOptions passwords) => new[]
    {
        (passwords.RequireUppercase, "uppercase"),
        (passwords.RequireDigit, "digit"),
        (passwords.RequireSymbol, "symbol"),
    }.Where(kind => kind.Item1).Select(kind => kind.Item2);

    private static JsonArray Fields(ConfiguredFields fields) => [.. fields.All.Select(field => new JsonObject
    {
        ["name"] = field.Name,
        ["type"] = WireName.Of(field.Type),
        ["required"] = field.IsRequired,
        ["max_length"] = field.MaxLength,
        ["editable"] = field.IsEditableBy(FieldEditor.User),
    })];
}
