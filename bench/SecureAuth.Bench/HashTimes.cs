using System.Diagnostics;

namespace SecureAuth.Bench;

/// <summary>Measures how fast this processor hashes, in the same run as the servers that are compared with it.</summary>
internal static class HashTimes
{
    private const int WarmUp = 12;
    private const int Measurements = 9;

    /// <summary>The median time of one BCrypt.Net-Next hash on a single thread, in seconds.</summary>
    public static double BCryptNetSeconds()
    {
        var bench = new HashingBench();
        return Median(() => bench.BCryptNetNext());
    }

    /// <summary>The hashes per second if every core hashes in four lanes and does nothing else.</summary>
    public static double LanesPerSecond()
    {
        var cores = Environment.ProcessorCount;
        var rates = new double[cores];
        var threads = Enumerable.Range(0, cores).Select(core => new Thread(() =>
        {
            var bench = new HashingBench();
            rates[core] = 4 / Median(() => bench.Digest(4));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return rates.Sum();
    }

    private static double Median(Action hash)
    {
        var seconds = new List<double>();
        for (var i = 0; i < WarmUp + Measurements; i++)
        {
            var watch = Stopwatch.StartNew();
            hash();
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        return seconds.Skip(WarmUp).Order().ElementAt(Measurements / 2);
    }
}
