namespace SecureAuth.Core.Mail;

/// <summary>The beginning of the links in mails. A name of the page and the token follow it.</summary>
public static class LinkBase
{
    /// <summary>Leaves room for the rest of a link in a line of a mail.</summary>
    private const int MaxLength = 300;

    /// <summary>
    /// A base is compared as text, and it is part of a link that a mail shows. So it has only one form, and nothing after its
    /// path, where the token comes.
    /// </summary>
    public static bool IsValid(string text, bool allowHttp)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Length <= MaxLength
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (allowHttp && uri.Scheme == Uri.UriSchemeHttp))
            && uri.UserInfo.Length == 0
            && (uri.GetLeftPart(UriPartial.Path) == text || uri.GetLeftPart(UriPartial.Path) == text + '/');
    }

    /// <summary>The origin of a base, by which a mail names the site.</summary>
    public static string OriginOf(string text) => new Uri(text).GetLeftPart(UriPartial.Authority);
}
