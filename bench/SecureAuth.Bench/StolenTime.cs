using System.Globalization;

namespace SecureAuth.Bench;

/// <summary>
/// What a virtual machine's host took from its cores since <see cref="Begin"/>: it is in every latency, and no server's fault.
/// </summary>
internal sealed class StolenTime
{
    private readonly (long Stolen, long Total) _begin = Read();

    public static StolenTime Begin() => new();

    /// <summary>Of all cores' time.</summary>
    public double Percent()
    {
        var (stolen, total) = Read();
        return Math.Round(100.0 * (stolen - _begin.Stolen) / Math.Max(1, total - _begin.Total), 1);
    }

    /// <summary>"cpu user nice system idle iowait irq softirq steal …", see proc(5).</summary>
    private static (long Stolen, long Total) Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields[7], fields.Sum());
    }
}
