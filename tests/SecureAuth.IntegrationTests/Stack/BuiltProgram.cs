using System.Reflection;
using System.Runtime.InteropServices;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A program of this repository that was built together with the tests.</summary>
internal static class BuiltProgram
{
    public static Command Api(IReadOnlyDictionary<string, string> settings) => Of("SecureAuth.Api", "SecureAuth.Api", settings);

    public static Command Cli(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Of("SecureAuth.AdminCli", "secureauth", settings, arguments);

    private static Command Of(
        string project, string assembly, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var folder = Path.Combine(Metadata("Repository"), project);
        var path = Path.Combine(folder, Metadata("OutputFolder"), assembly + ".dll");
        return new Command(Dotnet(), [path, .. arguments]) { WorkingDirectory = folder, Variables = settings };
    }

    /// <summary>
    /// The dotnet that runs the tests, found from …/shared/Microsoft.NETCore.App/VERSION/ rather than through PATH.
    /// </summary>
    private static string Dotnet()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return ProgramPath.FindIn(root, "dotnet") ?? "dotnet";
    }

    private static string Metadata(string key) => typeof(BuiltProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key)
        .Value!;
}
