using System.Text.Json;

namespace SecureAuth.Bench;

internal static class Report
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Verdict(bool met) => met ? "met" : "missed";

    public static async Task WriteAsync(string name, object raw, params string[] lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(raw, Options) + "\n");
        await Console.Out.WriteLineAsync(string.Join('\n', lines));
    }
}
