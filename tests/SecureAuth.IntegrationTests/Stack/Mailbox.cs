using System.Collections.Concurrent;
using MimeKit;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The mails to one address in the pickup folder.</summary>
internal sealed class Mailbox(string folder, string address)
{
    private static readonly ConcurrentDictionary<string, ReceivedMail> Parsed = new();

    public IReadOnlyList<ReceivedMail> All =>
    [
        .. Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal)
            .Select(path => Parsed.GetOrAdd(path, file => new ReceivedMail(MimeMessage.Load(file))))
            .Where(mail => mail.Message.To.Mailboxes.Any(
                to => string.Equals(to.Address, address, StringComparison.OrdinalIgnoreCase))),
    ];

    /// <summary>Waits for the mail with this number, counted from one, whose subject contains a text.</summary>
    public async Task<ReceivedMail> WaitAsync(string subject, int number = 1)
    {
        IReadOnlyList<ReceivedMail> found = [];
        await Eventually.IsTrueAsync(
            () =>
            {
                found = Named(subject);
                return found.Count >= number;
            },
            $"{number} mails '{subject}' have arrived");
        return found[number - 1];
    }

    public IReadOnlyList<ReceivedMail> Named(string subject) =>
        [.. All.Where(mail => mail.Subject.Contains(subject, StringComparison.Ordinal))];
}
