using System.Globalization;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>A folder of one PostgreSQL server: its cluster and its socket, for its user alone.</summary>
internal sealed record PostgresFolder(string Path, UnprivilegedUser? User)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Only ever a whole cluster: it is made beside, and renamed.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "data");

    public bool HasCluster => Directory.Exists(Cluster);

    /// <summary>The version that made the cluster.</summary>
    public int ClusterVersion
    {
        get
        {
            var file = System.IO.Path.Combine(Cluster, "PG_VERSION");
            return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var version)
                ? version
                : throw Broken("it has no readable PG_VERSION.");
        }
    }

    /// <summary>
    /// Opens or makes the folder. Where PostgreSQL has to run as another user who cannot reach it, as below a home of mode
    /// 0700, it lies in a folder of root's named after it.
    /// </summary>
    public static async Task<PostgresFolder> OpenAsync(string path, CancellationToken cancel)
    {
        var user = UnprivilegedUser.IfRoot();
        var parent = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!).FullName;
        if (user is not null && !await CanReachAsync(user, parent, cancel))
        {
            path = UnprivilegedUser.FolderInsteadOf(path);
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
            await ChildProcess.RunAsync(new Launch("chown", $"{user.UserId}:{user.GroupId}", path), _ => { }, cancel);
        }

        return new PostgresFolder(path, user);
    }

    public CannotStartException Broken(string how) => new(
        $"The database in {Cluster} cannot be started: {how}",
        "Restore it, remove it (its accounts are lost), or begin anew elsewhere with --data DIR.");

    private static async Task<bool> CanReachAsync(UnprivilegedUser user, string folder, CancellationToken cancel) =>
        await ChildProcess.RunAsync(new Launch("test", "-x", folder) { User = user }, _ => { }, cancel) == 0;
}
