namespace SecureAuth.AppHost.Local.Servers;

/// <summary>Where the shell would find a program.</summary>
internal static class ProgramPath
{
    public static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public static string? Find(string program) =>
        Folders.Select(folder => In(folder, program)).FirstOrDefault(path => path is not null);

    public static string? In(string folder, string program)
    {
        var path = Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);
        return File.Exists(path) ? path : null;
    }
}
