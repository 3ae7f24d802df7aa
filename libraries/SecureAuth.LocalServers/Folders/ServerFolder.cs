namespace SecureAuth.LocalServers;

/// <summary>A folder that belongs to the user that a server runs as. Nobody else can read it.</summary>
public sealed record ServerFolder(string Path, UnprivilegedUser? User)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Opens the folder where <see cref="LocateAsync"/> finds it, or creates it there.</summary>
    public static async Task<ServerFolder> OpenAsync(string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(ParentOf(path));
        var folder = await LocateAsync(path, cancel);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Path);
        }
        else
        {
            Directory.CreateDirectory(folder.Path, OwnerOnly);
        }

        if (folder.User is { } user)
        {
            await ChildProcess.RunAsync(new Command("chown", $"{user.UserId}:{user.GroupId}", folder.Path), _ => { }, cancel);
        }

        return folder;
    }

    /// <summary>
    /// If the server has to run as another user who cannot reach the folder, its <see cref="FallbackFolder"/> is used instead.
    /// The parent of the folder has to exist.
    /// </summary>
    public static async Task<ServerFolder> LocateAsync(string path, CancellationToken cancel)
    {
        var user = UnprivilegedUser.FindIfRoot();
        return user is null || await CanReachAsync(user, ParentOf(path), cancel)
            ? new ServerFolder(path, user)
            : new ServerFolder(FallbackFolder.PathFor(path), user);
    }

    private static string ParentOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    private static async Task<bool> CanReachAsync(UnprivilegedUser user, string folder, CancellationToken cancel) =>
        await ChildProcess.RunAsync(new Command("test", "-x", folder) { User = user }, _ => { }, cancel) == 0;
}
