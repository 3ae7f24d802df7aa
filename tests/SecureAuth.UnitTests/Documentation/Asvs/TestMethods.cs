using System.Text.RegularExpressions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation.Asvs;

/// <summary>
/// All tests of the repository as <c>Class.Method</c>, read from their sources, because most are in other assemblies.
/// </summary>
internal static partial class TestMethods
{
    private static readonly string[] Projects =
    [
        "tests/SecureAuth.UnitTests", "tests/SecureAuth.IntegrationTests", "tests/SecureAuth.AppHost.Tests",
        "libraries/SecureAuth.Bcrypt.Tests", "clients/dotnet/SecureAuth.Client.Tests",
    ];

    public static IReadOnlySet<string> All { get; } = Projects
        .SelectMany(project => SourceTree.FilesOf(project).Select(file => Path.Combine(SourceTree.Root, project, file)))
        .SelectMany(file => TestsOf(File.ReadAllText(file)))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> TestsOf(string source)
    {
        var classes = Class().Matches(source);
        return Test().Matches(source)
            .Where(test => classes.Any(type => type.Index < test.Index))
            .Select(test => $"{classes.Last(type => type.Index < test.Index).Groups["name"].Value}.{test.Groups["name"].Value}");
    }

    [GeneratedRegex(@"^(public|internal) [a-z ]*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    /// <summary>The attribute, and the first public method after it.</summary>
    [GeneratedRegex(
        @"^    \[(Fact|Theory|Property)\b(?:(?!^    public ).)*^    public (?:async |static )*[\w<>\[\]]+ (?<name>\w+)\(",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Test();
}
