using System.Reflection;
using SecureAuth.LocalServers;

// wrk and /proc.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace SecureAuth.Bench;

/// <summary>The programs of this repository, as they were built together with the benchmarks.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("Repository");

    public static Command Program(
        string project, string assembly, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var folder = Path.Combine(Root, project);
        var path = Path.Combine(folder, Metadata("OutputFolder"), assembly + ".dll");
        return new Command("dotnet", [path, .. arguments]) { WorkingDirectory = folder, Variables = settings };
    }

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key)
        .Value!;
}
