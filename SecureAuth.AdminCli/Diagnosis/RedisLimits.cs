using System.Globalization;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Judges what a Redis server says about itself.</summary>
internal static class RedisLimits
{
    private const string NoEviction = "noeviction";

    private static readonly string[] Saves =
        ["rdb_last_bgsave_status", "aof_last_bgrewrite_status", "aof_last_write_status"];

    private static readonly Version OldestMaintained = new(6, 2);

    private static readonly Verdict Invisible =
        Verdict.Ok("not visible to this user, which the API does not need (+info makes it visible)");

    public static Verdict JudgeVersion(RedisInfo info)
    {
        if (!info.IsVisible)
        {
            return Invisible;
        }

        var text = info.Find("redis_version") ?? "unknown";
        return Version.TryParse(text, out var version) && version < OldestMaintained
            ? Verdict.Warning($"version {text}", $"upgrade to {OldestMaintained} or later; older versions get no more fixes")
            : Verdict.Ok($"version {text}");
    }

    /// <summary>
    /// A full server that evicts forgets how often somebody has tried, so that a flood of addresses wins back permits. One that
    /// refuses to write makes the API count on its own, more strictly.
    /// </summary>
    public static Verdict JudgeMemory(RedisInfo info)
    {
        if (!info.IsVisible)
        {
            return Invisible;
        }

        var (used, most) = (Number(info, "used_memory"), Number(info, "maxmemory"));
        if (most == 0)
        {
            return Verdict.Ok(string.Create(
                CultureInfo.InvariantCulture, $"{used / 1024 / 1024} MiB are used; there is no maximum"));
        }

        var found = string.Create(
            CultureInfo.InvariantCulture, $"{used / 1024 / 1024} of {most / 1024 / 1024} MiB are used");
        if (used >= 0.9 * most)
        {
            return Verdict.Warning(found, "raise maxmemory, or find out who fills it with INFO keyspace");
        }

        var policy = info.Find("maxmemory_policy") ?? NoEviction;
        return policy == NoEviction
            ? Verdict.Ok(found)
            : Verdict.Warning($"{found}, and maxmemory-policy is {policy}", $"set maxmemory-policy to {NoEviction}");
    }

    /// <summary>The API needs no persistence, but a server whose saves fail refuses to write.</summary>
    public static Verdict JudgePersistence(RedisInfo info)
    {
        if (!info.IsVisible)
        {
            return Invisible;
        }

        var failed = Saves.Where(member => info.Find(member) == "err").ToList();
        return failed.Count == 0
            ? Verdict.Ok(info.Find("aof_enabled") == "1" ? "the append-only file is written" : "no save has failed")
            : Verdict.Wrong(
                $"its saves fail ({string.Join(", ", failed)}), so that it may refuse to write",
                "see its log and its disk, or switch saves off (save \"\", appendonly no): the API does not need them");
    }

    private static long Number(RedisInfo info, string member) =>
        long.TryParse(info.Find(member), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
