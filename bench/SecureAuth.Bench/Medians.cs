namespace SecureAuth.Bench;

internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : Math.Round(sorted[sorted.Length / 2], 3);
    }
}
