using SecureAuth.LocalServers;

// The benchmarks need wrk and /proc.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace SecureAuth.Bench;

internal static class Repository
{
    public static BuiltPrograms Programs { get; } = new(typeof(Repository).Assembly);
}
