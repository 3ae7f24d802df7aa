using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>The folder of one PostgreSQL server, with its cluster and its socket.</summary>
/// <param name="Path">An absolute path.</param>
/// <param name="User">The user that the folder belongs to, if it is not ours.</param>
/// <param name="StartOverHint">See <see cref="PostgresServerOptions.StartOverHint"/>.</param>
internal sealed record PostgresFolder(string Path, UnprivilegedUser? User, string StartOverHint)
{
    /// <summary>If this folder exists, its cluster is complete: it is created under another name and renamed.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "data");

    /// <summary>The cluster while it is being created.</summary>
    public string IncompleteCluster => Cluster + ".new";

    public bool HasCluster => Directory.Exists(Cluster);

    public static async Task<PostgresFolder> OpenAsync(PostgresServerOptions options, CancellationToken cancel)
    {
        var folder = await ServerFolder.OpenAsync(options.Folder, cancel);
        return new PostgresFolder(folder.Path, folder.User, options.StartOverHint);
    }

    /// <summary>Whether a server put this file or folder into its folder.</summary>
    public bool IsOwn(string path) => path == Cluster
        || path == IncompleteCluster
        || System.IO.Path.GetFileName(path).StartsWith(".s.PGSQL.", StringComparison.Ordinal);

    /// <summary>The major version of the programs that created the cluster.</summary>
    public int ReadClusterVersion()
    {
        var file = System.IO.Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Unusable("it has no readable PG_VERSION.");
    }

    /// <param name="reason">Ends the sentence.</param>
    public CannotStartException Unusable(string reason) => new(
        $"The database in {Cluster} cannot be started: {reason}",
        $"Restore it, remove it (its accounts are lost), or {StartOverHint}.");
}
