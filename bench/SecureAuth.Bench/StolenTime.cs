using System.Globalization;

namespace SecureAuth.Bench;

/// <summary>
/// The CPU time that the hypervisor has taken from this virtual machine since <see cref="Begin"/>. It increases all latencies,
/// but the server under load does not cause it.
/// </summary>
internal sealed class StolenTime
{
    private readonly (long Stolen, long Total) _begin = Read();

    public static StolenTime Begin() => new();

    /// <summary>The share of the time of all cores.</summary>
    public double Percent()
    {
        var (stolen, total) = Read();
        return Math.Round(100.0 * (stolen - _begin.Stolen) / Math.Max(1, total - _begin.Total), 1);
    }

    /// <summary>The line "cpu user nice system idle iowait irq softirq steal …", see proc(5).</summary>
    private static (long Stolen, long Total) Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields[7], fields.Sum());
    }
}
