namespace SecureAuth.Core.Mail;

/// <summary>
/// How many mails an account gets. Somebody who keeps asking for a link, or keeps locking an account, must not fill the mailbox
/// of its owner.
/// </summary>
public static class MailLimits
{
    public const int MaxNotices = 1;

    public const int MaxLinks = 5;

    /// <summary>
    /// The links of all kinds to an address that nobody has verified. Its owner may never have heard of this service, and whoever
    /// registered the address could have it flooded.
    /// </summary>
    public const int MaxLinksToUnverified = 5;

    public const int MaxDailyLinksToUnverified = 10;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static readonly TimeSpan Day = TimeSpan.FromHours(24);
}
