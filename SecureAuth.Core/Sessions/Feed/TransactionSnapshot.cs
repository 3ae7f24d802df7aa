using System.Collections.Immutable;
using System.Globalization;

namespace SecureAuth.Core.Sessions.Feed;

/// <summary>
/// A snapshot of PostgreSQL (<c>pg_snapshot</c>): the transactions that had been committed when it was taken. A time or a
/// sequence number in its place would miss a transaction that commits after a later one.
/// </summary>
/// <param name="Oldest">All transactions before this one are in the snapshot.</param>
/// <param name="End">This transaction and all later ones are not.</param>
/// <param name="Running">The transactions in between that are not, in ascending order.</param>
internal sealed record TransactionSnapshot(ulong Oldest, ulong End, ImmutableArray<ulong> Running)
{
    /// <summary>Contains no transaction.</summary>
    public static readonly TransactionSnapshot Empty = new(1, 1, []);

    /// <summary>A cursor must fit into a URL.</summary>
    private const int MaxRunning = 30;

    public static TransactionSnapshot? Parse(string text)
    {
        if (text.Split(':') is not [var oldestText, var endText, var runningText]
            || Number(oldestText) is not { } oldest
            || Number(endText) is not { } end
            || oldest == 0
            || end < oldest)
        {
            return null;
        }

        var running = ImmutableArray.CreateBuilder<ulong>();
        foreach (var part in runningText.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Number(part) is not { } transaction
                || transaction < oldest
                || transaction >= end
                || (running.Count > 0 && transaction <= running[^1]))
            {
                return null;
            }

            running.Add(transaction);
        }

        return new TransactionSnapshot(oldest, end, running.DrainToImmutable());
    }

    public bool Contains(ulong transaction) =>
        transaction < Oldest || (transaction < End && Running.AsSpan().BinarySearch(transaction) < 0);

    /// <summary>Whether all transactions of another snapshot are certainly in this one too.</summary>
    public bool Covers(TransactionSnapshot other) => End >= other.End && !Running.Any(other.Contains);

    /// <summary>
    /// Leaves out the latest transactions if the snapshot is long. A reader who continues from it may read some revocations
    /// again, but misses none.
    /// </summary>
    public TransactionSnapshot Shortened() =>
        Running.Length <= MaxRunning ? this : new TransactionSnapshot(Oldest, Running[MaxRunning], Running[..MaxRunning]);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Oldest}:{End}:{string.Join(',', Running)}");

    private static ulong? Number(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
