namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>A range of ids, both ends included.</summary>
internal sealed record IdRange(long First, long Last);

/// <summary>
/// The ids whose rows may still become visible. A transaction takes an id when it inserts a row, and others cannot see the row
/// before the transaction is committed. So an id that is missing between two others may belong to a transaction that still runs,
/// or to one that was rolled back. It is given up when every transaction that wrote at the time has ended.
/// </summary>
internal sealed class PendingIds
{
    private List<Gap> _gaps;
    private long _last;

    /// <param name="last">The highest id that has been seen.</param>
    /// <param name="gaps">The ids below it whose rows were not visible.</param>
    public PendingIds(long last, IEnumerable<IdRange> gaps)
    {
        _last = last;
        _gaps = [.. gaps.Select(range => new Gap(range, Writers: null))];
    }

    /// <summary>What has to be read next, in ascending order. The last range has no end.</summary>
    public IReadOnlyList<IdRange> Ranges => [.. _gaps.Select(gap => gap.Ids), new(_last + 1, long.MaxValue)];

    /// <summary>
    /// Call this before each read of <see cref="Ranges"/>. Whoever holds an id of a gap took it before the gap was seen, and is
    /// thus among the writers of the next read or has ended before it.
    /// </summary>
    public void See(IReadOnlySet<string> writers) =>
        _gaps = _gaps.ConvertAll(gap => gap with { Writers = [.. gap.Writers?.Where(writers.Contains) ?? writers] });

    /// <summary>Call this after each read, unless it failed.</summary>
    /// <param name="found">The ids that were read, in ascending order.</param>
    /// <param name="isComplete">False if there may be more ids in the ranges.</param>
    public void Settle(IReadOnlyList<long> found, bool isComplete)
    {
        var gaps = _gaps
            .Where(gap => !isComplete || gap.Writers is not [])
            .SelectMany(gap => Split(gap.Ids, found).Select(rest => gap with { Ids = rest }))
            .ToList();
        if (found is [.., var last] && last > _last)
        {
            gaps.AddRange(Split(new IdRange(_last + 1, last), found).Select(range => new Gap(range, Writers: null)));
            _last = last;
        }

        _gaps = gaps;
    }

    /// <summary>The parts of a range between the ids that were found.</summary>
    private static IEnumerable<IdRange> Split(IdRange range, IReadOnlyList<long> found)
    {
        var next = range.First;
        foreach (var id in found.Where(id => id >= range.First && id <= range.Last))
        {
            if (id > next)
            {
                yield return new IdRange(next, id - 1);
            }

            next = id + 1;
        }

        if (next <= range.Last)
        {
            yield return new IdRange(next, range.Last);
        }
    }

    /// <param name="Ids">The missing ids.</param>
    /// <param name="Writers">The transactions that may hold them. Null until they are known.</param>
    private sealed record Gap(IdRange Ids, List<string>? Writers);
}
