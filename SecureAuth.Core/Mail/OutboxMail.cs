namespace SecureAuth.Core.Mail;

/// <summary>
/// A row of the outbox. It never contains a token, only the id of the row from which the sender derives it. All times come from
/// the clock of Postgres.
/// </summary>
public sealed class OutboxMail
{
    public Guid Id { get; init; }

    public MailKind Kind { get; init; }

    /// <summary>The account, or null until the sender has looked it up by <see cref="Recipient"/>.</summary>
    public Guid? UserId { get; set; }

    /// <summary>The address as it was typed, or null until the sender has looked it up by <see cref="UserId"/>.</summary>
    public string? Recipient { get; set; }

    /// <summary><see cref="MailDetails"/> as JSON.</summary>
    public string? Details { get; init; }

    /// <summary>The one-time token that the mail carries.</summary>
    public Guid? TokenId { get; set; }

    /// <summary>When the event happened.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The start of the time in which delivery is tried. An operator can start it again.</summary>
    public DateTimeOffset QueuedAt { get; set; }

    /// <summary>When the sender decided that the mail may be sent, so that it counts towards the limit of its kind.</summary>
    public DateTimeOffset? AdmittedAt { get; set; }

    /// <summary>
    /// When the mail is due. A sender that takes it moves this time ahead, so that the mail is due again if the sender crashes.
    /// </summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>How often a sender has taken the mail. Only the one that took it last can settle it.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>The kind of the last failure, in words that contain no personal data.</summary>
    public string? LastError { get; set; }

    /// <summary>When the purge deletes the row, and with it all personal data.</summary>
    public DateTimeOffset? EraseAt { get; set; }
}
