using System.Text.Json;

namespace SecureAuth.Bench;

/// <summary>Writes the raw data of a benchmark to a file and a Markdown table to the console.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Verdict(bool met) => met ? "met" : "missed";

    public static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    public static string Separator(int columns) => $"|{string.Concat(Enumerable.Repeat("---|", columns))}";

    public static async Task WriteAsync(string name, object raw, params string[] lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Programs.Repository, "bench", "results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(raw, Options) + "\n");
        await Console.Out.WriteLineAsync(string.Join('\n', lines));
    }
}
