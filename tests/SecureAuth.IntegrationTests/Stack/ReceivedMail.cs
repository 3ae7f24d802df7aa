using System.Text.RegularExpressions;
using MimeKit;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A mail as its recipient reads it.</summary>
internal sealed partial record ReceivedMail(MimeMessage Message)
{
    public string Subject { get; } = Message.Subject ?? "";

    // Decoded once: the library's messages are not made for parallel readers.
    public string Text { get; } = Message.TextBody ?? "";

    public string Html { get; } = Message.HtmlBody ?? "";

    /// <summary>The token of the link, or null for a notice.</summary>
    public string? Token => TokenOf(Text);

    public static string? TokenOf(string text) =>
        Link().Match(text) is { Success: true } match ? match.Groups["token"].Value : null;

    public override string ToString() => $"{Message.To}: {Subject}";

    [GeneratedRegex(@"token=(?<token>[A-Za-z0-9_\-]+)")]
    private static partial Regex Link();
}
