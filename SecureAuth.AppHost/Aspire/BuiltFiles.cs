using System.Reflection;

namespace SecureAuth.AppHost.Aspire;

/// <summary>What the build recorded in the AppHost's assembly.</summary>
internal static class BuiltFiles
{
    public static string Repository => Metadata("Repository");

    /// <summary>The command line, built together with the AppHost.</summary>
    public static string CommandLine =>
        Path.Combine(Repository, "SecureAuth.AdminCli", Metadata("OutputFolder"), "secureauth.dll");

    /// <summary>The version of the product, without the commit that the SDK appends.</summary>
    public static string Version => typeof(BuiltFiles).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    private static string Metadata(string key) =>
        typeof(BuiltFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;
}
