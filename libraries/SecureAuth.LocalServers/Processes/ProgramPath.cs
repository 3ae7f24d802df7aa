namespace SecureAuth.LocalServers;

/// <summary>Looks for programs as a shell does.</summary>
public static class ProgramPath
{
    /// <summary>The folders of the PATH variable.</summary>
    public static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path of the first program of that name in <see cref="Folders"/>, or null.</summary>
    public static string? Find(string program) =>
        Folders.Select(folder => FindIn(folder, program)).FirstOrDefault(path => path is not null);

    /// <summary>The path of the program in the folder, or null. The name has no extension, on Windows either.</summary>
    public static string? FindIn(string folder, string program)
    {
        var path = Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);
        return File.Exists(path) ? path : null;
    }
}
