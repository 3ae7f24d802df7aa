using System.Globalization;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>What one local system keeps. One runner at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public string SecretsFile => In("secrets.json");

    /// <summary>What the command line needs to work on this system: sourced by a shell.</summary>
    public string OperatorFile => In("operator.env");

    public string PostgresFolder => In("postgres");

    public bool HasDatabase => Directory.Exists(PostgresFolder);

    public static DataFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // PostgreSQL's user passes through to its own folder; it lists nothing, and the secrets' files are closed to it.
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return new DataFolder(path, Lock(System.IO.Path.Combine(path, "runner.lock")));
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The kernel lets go of the lock with us, however we end.</summary>
    private static FileStream Lock(string file)
    {
        try
        {
            var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return stream;
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new CannotStartException(
                $"Another runner uses {System.IO.Path.GetDirectoryName(file)}.",
                "Stop it, or give this one a folder and a port of its own: --data DIR --port N.");
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
