using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>
/// A folder is a namespace, and the folders of a project depend on each other in one direction only. A folder sees those that
/// contain it, so none of those may use it in turn.
/// </summary>
public sealed partial class FolderTests
{
    public static TheoryData<string> Projects =>
        ["SecureAuth.Core", "SecureAuth.Api", "SecureAuth.AdminCli", "SecureAuth.AppHost/Local"];

    /// <summary>These files put the folders together, so they use all of them.</summary>
    private static readonly HashSet<string> Composition =
    [
        Path.Combine("Data", "AuthDbContext.cs"), "CoreServices.cs", "ApiServices.cs", "ApiPipeline.cs", "ApiEndpoints.cs",
        "ApiJson.cs", "CliServices.cs", "CommandTree.cs", "Program.cs",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_do_not_depend_on_each_other_in_a_cycle(string project)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var file in SourceTree.FilesOf(project).Where(file => !Composition.Contains(file)))
        {
            var text = File.ReadAllText(Path.Combine(SourceTree.Root, project, file));
            var own = Namespace().Match(text).Groups["name"].Value;
            var used = uses.TryGetValue(own, out var known) ? known : uses[own] = new HashSet<string>(StringComparer.Ordinal);
            used.UnionWith(Using().Matches(text).Select(match => match.Groups["name"].Value));
        }

        foreach (var (folder, used) in uses)
        {
            used.UnionWith(uses.Keys.Where(other => folder.StartsWith(other + ".", StringComparison.Ordinal)));
            used.IntersectWith(uses.Keys);
        }

        Assert.Empty(uses.Keys.Where(folder => Reaches(folder, folder, uses)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("SecureAuth.Core")]
    [InlineData("SecureAuth.Api")]
    [InlineData("SecureAuth.AdminCli")]
    public void The_namespace_of_a_file_is_its_folder(string project)
    {
        foreach (var file in SourceTree.FilesOf(project).Where(file => Path.GetFileName(file) != "Program.cs"))
        {
            var folder = string.Join('.', [project, .. (Path.GetDirectoryName(file) ?? "").Split(Path.DirectorySeparatorChar)]);
            var text = File.ReadAllText(Path.Combine(SourceTree.Root, project, file));

            Assert.Equal($"{file}: {folder.TrimEnd('.')}", $"{file}: {Namespace().Match(text).Groups["name"].Value}");
        }
    }

    /// <summary>Strangers use them, and should need one directive. Their folders only sort the files.</summary>
    [Theory]
    [InlineData("libraries/SecureAuth.Bcrypt", "SecureAuth.Hashing")]
    [InlineData("libraries/SecureAuth.LocalServers", "SecureAuth.LocalServers")]
    [InlineData("libraries/SecureAuth.Telemetry", "SecureAuth.Telemetry")]
    [InlineData("clients/dotnet/SecureAuth.Client", "SecureAuth.Client")]
    [InlineData("clients/dotnet/SecureAuth.Client.AspNetCore", "SecureAuth.Client.AspNetCore")]
    public void A_library_has_one_namespace(string project, string expected)
    {
        var namespaces = SourceTree.FilesOf(project)
            .Select(file => Namespace().Match(File.ReadAllText(Path.Combine(SourceTree.Root, project, file))))
            .Select(match => match.Groups["name"].Value)
            .Where(name => name is not "Microsoft.Extensions.DependencyInjection")
            .Distinct();

        Assert.Equal([expected], namespaces);
    }

    private static bool Reaches(string goal, string from, Dictionary<string, HashSet<string>> uses)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(uses[from]);
        while (open.TryPop(out var next))
        {
            if (next == goal)
            {
                return true;
            }

            if (seen.Add(next))
            {
                foreach (var further in uses[next])
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
