namespace SecureAuth.LocalServers;

/// <summary>The data that a <see cref="PostgresServer"/> keeps in its folder, for a caller who wants to delete it.</summary>
public sealed class PostgresData
{
    private readonly PostgresFolder _folder;

    private PostgresData(PostgresFolder folder) => _folder = folder;

    /// <summary>
    /// Where the data is, which may be another folder than the one asked for: see <see cref="PostgresServer.Folder"/>.
    /// </summary>
    public string Path => _folder.Path;

    /// <summary>Finds the data of a server with this folder. Returns null if there is none.</summary>
    /// <exception cref="CannotStartException">
    /// There is something that no server has put there, or a symbolic link, whose target may belong to somebody else.
    /// </exception>
    public static async Task<PostgresData?> FindAsync(string folder, CancellationToken cancel)
    {
        var located = await ServerFolder.LocateAsync(folder, cancel);
        var data = new PostgresFolder(located.Path, located.User, StartOverHint: "delete it");
        var root = new DirectoryInfo(data.Path);
        if (!root.Exists && root.LinkTarget is null)
        {
            return null;
        }

        return FindForeign(root, data) is { } foreign
            ? throw new CannotStartException(
                $"Nothing was deleted, because {foreign.FullName} is not part of the database.", "Move it to another folder.")
            : new PostgresData(data);
    }

    /// <summary>Stops a server that an earlier run left behind, and deletes the folder.</summary>
    /// <param name="log">Receives a line if there is such a server.</param>
    /// <param name="cancel">Leaves an incomplete folder behind, which another call deletes.</param>
    /// <exception cref="IOException">Not everything could be deleted.</exception>
    public async Task DeleteAsync(Action<string> log, CancellationToken cancel)
    {
        if (new PostmasterFile(_folder).FindOrphan() is not null)
        {
            var programs = await PostgresPrograms.FindAsync(_folder, cancel);
            await PostgresShutdown.StopOrphanAsync(_folder, programs, log, cancel);
        }

        if (_folder.User is null)
        {
            Directory.Delete(Path, recursive: true);
            return;
        }

        // Another process of that user could replace a folder by a symbolic link at any time. Unlike Directory.Delete, which goes
        // by paths, rm does not follow it.
        var output = new OutputTail();
        if (await ChildProcess.RunAsync(new Command("rm", "-rf", "--", Path), output.Add, cancel) != 0)
        {
            throw new IOException(output.ErrorLine());
        }
    }

    private static FileSystemInfo? FindForeign(DirectoryInfo root, PostgresFolder data) => root.LinkTarget is not null
        ? root
        : root.EnumerateFileSystemInfos().FirstOrDefault(entry => entry.LinkTarget is not null || !data.IsOwn(entry.FullName));
}
