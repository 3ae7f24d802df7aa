namespace SecureAuth.LocalServers;

/// <summary>A folder that belongs to the user that a server runs as. Nobody else can read it.</summary>
internal sealed record ServerFolder(string Path, UnprivilegedUser? User)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Opens the folder, or creates it. If the server has to run as another user who cannot reach it there, its
    /// <see cref="FallbackFolder"/> is used instead.
    /// </summary>
    public static async Task<ServerFolder> OpenAsync(string path, CancellationToken cancel)
    {
        var user = UnprivilegedUser.FindIfRoot();
        var parent = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!).FullName;
        if (user is not null && !await CanReachAsync(user, parent, cancel))
        {
            path = FallbackFolder.PathFor(path);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        if (user is not null)
        {
            await ChildProcess.RunAsync(new Command("chown", $"{user.UserId}:{user.GroupId}", path), _ => { }, cancel);
        }

        return new ServerFolder(path, user);
    }

    private static async Task<bool> CanReachAsync(UnprivilegedUser user, string folder, CancellationToken cancel) =>
        await ChildProcess.RunAsync(new Command("test", "-x", folder) { User = user }, _ => { }, cancel) == 0;
}
