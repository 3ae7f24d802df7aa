using System.Reflection;
using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>The source files of the repository.</summary>
internal static partial class SourceTree
{
    public static readonly string Root = typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    /// <summary>The C# files of a project, without generated ones, relative to the project.</summary>
    public static IEnumerable<string> FilesOf(string project) => Directory
        .EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(Root, project), file))
        .Where(file => !Generated().IsMatch(file));

    [GeneratedRegex(@"(^|[\\/])(obj|bin|Migrations|Compiled)[\\/]")]
    private static partial Regex Generated();
}
