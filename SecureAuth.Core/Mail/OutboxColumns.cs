using SecureAuth.Core.Data;

namespace SecureAuth.Core.Mail;

/// <summary>Inserts a mail as part of a statement, which may also do what the mail reports.</summary>
internal static class OutboxColumns
{
    /// <summary>The table and its columns, for <see cref="ValuesOf"/>.</summary>
    public static readonly SqlFragment Table = new("outbox (id, kind, user_id, recipient, details)");

    public static FormattableString ValuesOf(Guid id, NewMail mail) =>
        $"{id}, {(int)mail.Kind}, {mail.UserId}::uuid, {mail.Recipient}::text, {mail.Details?.ToJson()}::jsonb";
}
