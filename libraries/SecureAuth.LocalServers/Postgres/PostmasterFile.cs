using System.Diagnostics;
using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>The file postmaster.pid, which holds the ID and the state of the process that serves the cluster.</summary>
internal sealed class PostmasterFile(PostgresFolder folder)
{
    private const int ProcessIdLine = 0;
    private const int StatusLine = 7;

    private string FilePath => Path.Combine(folder.Cluster, "postmaster.pid");

    /// <summary>Whether this process serves the cluster and accepts connections.</summary>
    public bool IsReady(int processId)
    {
        var lines = Read();
        return lines.Length > StatusLine && ProcessIdOf(lines) == processId && lines[StatusLine].Trim() == "ready";
    }

    /// <summary>The process of an earlier server that still runs on this cluster, or null.</summary>
    public int? FindOrphan()
    {
        var lines = Read();
        if (ProcessIdOf(lines) is not { } processId || !IsRunning(processId, out var servesCluster))
        {
            return null;
        }

        if (servesCluster)
        {
            return processId;
        }

        // After a restart of the machine the ID may belong to any process, and PostgreSQL would refuse to start because of it.
        File.Delete(FilePath);
        return null;
    }

    private bool IsRunning(int processId, out bool servesCluster)
    {
        servesCluster = false;
        try
        {
            using var process = Process.GetProcessById(processId);
            servesCluster = process.ProcessName == "postgres" && RunsInCluster(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// The working directory of a server is its cluster. Only Linux exposes it. Elsewhere only the name is compared.
    /// </summary>
    private bool RunsInCluster(int processId)
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
            // It does not exist, or it is being replaced.
            return [];
        }
    }
}
