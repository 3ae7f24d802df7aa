using System.Runtime.InteropServices;
using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.AppHost.Local;

/// <summary>A project of this repository, as it was built together with this one.</summary>
internal static class DotnetProgram
{
    public static Launch Of(string project, string assembly, Dictionary<string, string> variables, params string[] arguments)
    {
        var folder = Path.Combine(RunnerOptions.RepositoryRoot, project);
        var path = Path.Combine(folder, RunnerOptions.OutputFolder, assembly + ".dll");
        return File.Exists(path)
            ? new Launch(Host(), [path, .. arguments]) { WorkingDirectory = folder, Variables = variables }
            : throw new CannotStartException($"{path} is missing.", "Build it: dotnet build SecureAuth.AppHost.");
    }

    /// <summary>The dotnet that runs us, from …/shared/Microsoft.NETCore.App/VERSION/, whatever PATH says.</summary>
    private static string Host()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return ProgramPath.In(root, "dotnet") ?? "dotnet";
    }
}
