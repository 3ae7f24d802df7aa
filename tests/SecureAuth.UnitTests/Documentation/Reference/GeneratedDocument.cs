using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>A document that the code determines. If the environment has <c>UPDATE_DOCS=1</c>, the tests rewrite it.</summary>
internal static class GeneratedDocument
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    /// <param name="path">The path in the repository.</param>
    /// <param name="regenerate">Makes the document that should be there from the one that is there.</param>
    /// <returns>The document.</returns>
    public static string IsCurrent(string path, Func<string, string> regenerate)
    {
        var file = Path.Combine(SourceTree.Root, path);
        var before = File.Exists(file) ? File.ReadAllText(file) : "";
        var after = regenerate(before);
        if (before == after)
        {
            return after;
        }

        if (!Updates)
        {
            Assert.Fail(
                $"{path} is not what the code says. {FirstDifference(before, after)}\nTo rewrite it, run "
                    + "UPDATE_DOCS=1 dotnet test --project tests/SecureAuth.UnitTests, and write the meaning of what is new.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, after);
        return after;
    }

    private static string FirstDifference(string before, string after)
    {
        var old = before.Split('\n');
        var updated = after.Split('\n');
        var line = Enumerable.Range(0, Math.Max(old.Length, updated.Length))
            .First(i => old.ElementAtOrDefault(i) != updated.ElementAtOrDefault(i));
        return $"Line {line + 1} is\n{old.ElementAtOrDefault(line)}\nand should be\n{updated.ElementAtOrDefault(line)}";
    }
}
