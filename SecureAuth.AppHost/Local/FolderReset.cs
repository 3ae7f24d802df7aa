using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Deletes what the runner keeps in its data folder. It follows no symbolic link, and leaves all other files alone.
/// </summary>
internal static class FolderReset
{
    /// <summary>
    /// Throws if the folder is not empty and has never been used by a runner, before anything in it is changed.
    /// </summary>
    public static void RefuseForeign(string path)
    {
        if (PostgresStore.ConfiguredConnection is not null)
        {
            throw Refused(
                $"the accounts in the server of ConnectionStrings__secureauth need the secrets in {path}",
                "Start without --reset.");
        }

        var folder = new DirectoryInfo(path);
        if (folder.LinkTarget is not null)
        {
            throw Refused($"{path} is a symbolic link", "Name the folder itself: --data DIR.");
        }

        if (folder.Exists && folder.EnumerateFileSystemInfos().Any() && !IsRegularFile(DataFolder.LockFileIn(path)))
        {
            throw Refused($"{path} is not a data folder of this program", "Name another folder: --data DIR.");
        }
    }

    /// <summary>
    /// Deletes the database and the secrets after the user has agreed. The lock on the folder keeps others out.
    /// </summary>
    public static async Task RunAsync(DataFolder folder, bool agreed, ConsoleOutput output, CancellationToken cancel)
    {
        var database = await PostgresData.FindAsync(folder.PostgresFolder, cancel);
        string[] files = [.. folder.SecretFiles.Where(File.Exists)];
        if (database is null && files is [])
        {
            return;
        }

        if (!agreed && !output.CanAsk)
        {
            throw Refused("there is no terminal to ask on", "Use --yes to delete the data without a question.");
        }

        output.Write(Describe(database, files));
        if (!agreed && !await output.AskAsync("Delete it and start afresh?", cancel))
        {
            throw new CannotStartException("Nothing was deleted.", "Start without --reset to keep the data.");
        }

        await DeleteAsync(database, files, folder, output, cancel);
    }

    private static string Describe(PostgresData? database, string[] files)
    {
        string[] lines = database is null ? files : [$"{database.Path} (the database with all accounts)", .. files];
        return $"""

            --reset deletes:

            {string.Join('\n', lines.Select(line => "  " + line))}

            """;
    }

    /// <summary>The database comes first, because nothing can read it without the secrets.</summary>
    private static async Task DeleteAsync(
        PostgresData? database, string[] files, DataFolder folder, ConsoleOutput output, CancellationToken cancel)
    {
        try
        {
            if (database is not null)
            {
                await database.DeleteAsync(output.Write, cancel);
            }

            Array.ForEach(files, File.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"Not everything in {folder.Path} could be deleted: {error.Message}", "Start again with --reset.");
        }
    }

    private static bool IsRegularFile(string path) => File.Exists(path) && new FileInfo(path).LinkTarget is null;

    private static CannotStartException Refused(string reason, string remedy) =>
        new($"Nothing was deleted, because {reason}.", remedy);
}
