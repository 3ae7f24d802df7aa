using System.CommandLine.Completions;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>Offers the files and folders that begin with what has been typed.</summary>
internal static class FileCompletions
{
    private const int MaxFiles = 500;

    public static IEnumerable<CompletionItem> Find(CompletionContext context)
    {
        var folder = Path.GetDirectoryName(context.WordToComplete) is { Length: > 0 } typed
            ? typed
            : Path.IsPathRooted(context.WordToComplete) ? Path.GetPathRoot(context.WordToComplete)! : "";
        var name = Path.GetFileName(context.WordToComplete);
        try
        {
            return
            [
                .. new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos($"{name}*")

                    // A shell offers hidden files only to whoever types the dot.
                    .Where(file => name.StartsWith('.') || !file.Name.StartsWith('.'))
                    .Take(MaxFiles)
                    .Select(file => new CompletionItem(Path.Combine(folder, file.Name) + (file is DirectoryInfo ? "/" : ""))),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }
}
