using System.Reflection;
using System.Runtime.InteropServices;

namespace SecureAuth.LocalServers;

/// <summary>Finds the .NET programs of a repository that were built together with an assembly.</summary>
/// <param name="assembly">
/// Its project sets two items of assembly metadata: <c>Repository</c>, the root of the repository, and <c>OutputFolder</c>, the
/// output folder relative to the folder of a project.
/// </param>
public sealed class BuiltPrograms(Assembly assembly)
{
    /// <summary>The folder of the .NET installation that runs this process. PATH may name another one.</summary>
    public static string DotnetFolder { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The root of the repository.</summary>
    public string Repository { get; } = Metadata(assembly, "Repository");

    private string OutputFolder { get; } = Metadata(assembly, "OutputFolder");

    /// <summary>Returns the path of a program's assembly.</summary>
    /// <param name="project">The folder of the project, relative to the repository.</param>
    /// <param name="program">The name of the assembly, without its extension.</param>
    /// <exception cref="CannotStartException">The program has not been built.</exception>
    public string Find(string project, string program)
    {
        var path = Path.Combine(Repository, project, OutputFolder, program + ".dll");
        return File.Exists(path)
            ? path
            : throw new CannotStartException($"{path} is missing.", $"Build it: dotnet build {project}.");
    }

    /// <summary>Creates a command that runs a program in the folder of its assembly.</summary>
    /// <inheritdoc cref="Find"/>
    public Command Command(
        string project, string program, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        CommandOf(Find(project, program), variables, arguments);

    /// <summary>Creates a command that runs an assembly in its folder.</summary>
    public static Command CommandOf(
        string path, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        new(ProgramPath.FindIn(DotnetFolder, "dotnet") ?? "dotnet", [path, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(path)!,
            Variables = variables,
        };

    private static string Metadata(Assembly assembly, string key) => assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key)
        .Value!;
}
