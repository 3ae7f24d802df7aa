using System.Diagnostics;
using System.Globalization;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>postmaster.pid: which process serves the cluster, and whether it is ready, as pg_ctl reads it.</summary>
internal sealed class PostmasterFile(PostgresFolder folder)
{
    private const int ProcessIdLine = 0;
    private const int StatusLine = 7;

    private string FilePath => Path.Combine(folder.Cluster, "postmaster.pid");

    public bool IsReady(int processId)
    {
        var lines = Read();
        return lines.Length > StatusLine && ProcessIdOf(lines) == processId && lines[StatusLine].Trim() == "ready";
    }

    /// <summary>The process of an earlier server that still runs on this cluster, or null.</summary>
    public int? FindOrphan()
    {
        var lines = Read();
        if (ProcessIdOf(lines) is not { } processId || !IsRunning(processId, out var isServerOfThisCluster))
        {
            return null;
        }

        if (isServerOfThisCluster)
        {
            return processId;
        }

        // After a restart of the machine the number may be anybody's, and PostgreSQL would refuse to start for it.
        File.Delete(FilePath);
        return null;
    }

    private bool IsRunning(int processId, out bool isServerOfThisCluster)
    {
        isServerOfThisCluster = false;
        try
        {
            using var process = Process.GetProcessById(processId);
            isServerOfThisCluster = process.ProcessName == "postgres" && RunsIn(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A server's working directory is its cluster. Only Linux tells.</summary>
    private bool RunsIn(int processId)
    {
        var link = new FileInfo($"/proc/{processId}/cwd");
        return link.LinkTarget is not { } target || target == folder.Cluster;
    }

    private static int? ProcessIdOf(string[] lines) =>
        lines.Length > ProcessIdLine && int.TryParse(lines[ProcessIdLine], CultureInfo.InvariantCulture, out var id) ? id : null;

    private string[] Read()
    {
        try
        {
            return File.ReadAllLines(FilePath);
        }
        catch (IOException)
        {
            // Not there, or just being replaced.
            return [];
        }
    }
}
