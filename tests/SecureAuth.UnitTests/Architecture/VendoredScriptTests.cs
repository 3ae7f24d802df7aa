using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>A script of somebody else that is in the repository is the one that was published.</summary>
public sealed partial class VendoredScriptTests
{
    [Fact]
    public void The_Markdown_renderer_has_the_hash_that_is_written_beside_it()
    {
        var folder = Path.Combine(SourceTree.Root, "docs", "site", "vendor");
        var written = Hash().Match(File.ReadAllText(Path.Combine(folder, "README.md"))).Value;

        Assert.Equal(
            written,
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "marked.esm.js")))));
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
