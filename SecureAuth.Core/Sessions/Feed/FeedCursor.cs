using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Sessions.Feed;

/// <summary>How far a consumer has read the revocations. It is the same on every replica.</summary>
/// <param name="Server">Identifies the PostgreSQL server, whose transactions have the numbers of the snapshot.</param>
/// <param name="Epoch">The epoch that the consumer knows, in milliseconds.</param>
/// <param name="Seen">The transactions whose revocations the consumer knows.</param>
/// <param name="Rest">What the consumer has not read yet of the transactions in <paramref name="Seen"/>, or null.</param>
internal sealed record FeedCursor(string Server, long Epoch, TransactionSnapshot Seen, FeedRest? Rest)
{
    public const int MaxLength = 2_000;

    private static readonly long MaxEpoch = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private const string Version = "1";
    private const char Separator = ' ';

    /// <summary>Makes a short name of the key of the server.</summary>
    public static string NameOf(string server) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(server)).AsSpan(0, 8));

    public string Encode()
    {
        var rest = Rest is null ? [] : new[] { $"{Rest.Since}", Number(Rest.Before.Transaction), $"{Rest.Before.Id:N}" };
        var text = string.Join(
            Separator, [Version, Server, Epoch.ToString(CultureInfo.InvariantCulture), $"{Seen}", .. rest]);
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Returns null for anything that is not a cursor, such as one of another version.</summary>
    public static FeedCursor? Parse(string? text)
    {
        if (text is null or { Length: > MaxLength })
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(bytes, 0, written).Split(Separator);
        if (parts is not [Version, var server, var epochText, var seenText, .. var rest]
            || !long.TryParse(epochText, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || epoch > MaxEpoch
            || TransactionSnapshot.Parse(seenText) is not { } seen)
        {
            return null;
        }

        return rest switch
        {
            [] => new FeedCursor(server, epoch, seen, Rest: null),
            [var since, var transaction, var session] when ParseRest(since, transaction, session) is { } parsed =>
                new FeedCursor(server, epoch, seen, parsed),
            _ => null,
        };
    }

    private static FeedRest? ParseRest(string since, string transaction, string session) =>
        TransactionSnapshot.Parse(since) is { } snapshot
        && ulong.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Guid.TryParseExact(session, "N", out var id)
            ? new FeedRest(snapshot, new RevocationPosition(number, id))
            : null;

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The part of a listing that has not been read yet. The latest revocations are read first.</summary>
/// <param name="Since">The revocations of these transactions are not in the listing.</param>
/// <param name="Before">The last one that has been read.</param>
internal sealed record FeedRest(TransactionSnapshot Since, RevocationPosition Before);
