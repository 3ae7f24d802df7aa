using System.Globalization;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The folder with the data of a local system. Only one runner can use it at a time.</summary>
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

    /// <summary>A shell script with the settings that the command line needs for this system.</summary>
    public string OperatorFile => In("operator.env");

    /// <summary>The files that hold secrets, and those that a write to them leaves behind when it is interrupted.</summary>
    public IEnumerable<string> SecretFiles =>
        ((string[])[SecretsFile, OperatorFile]).SelectMany(file => (string[])[file, PrivateFile.TemporaryFor(file)]);

    public string PostgresFolder => In("postgres");

    public string MailFolder => In("mail");

    public bool HasDatabase => Directory.Exists(PostgresFolder);

    public static DataFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // The user of PostgreSQL can reach its own folder below this one, but cannot list this folder or read the secrets.
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return new DataFolder(path, Lock(LockFileIn(path)));
    }

    /// <summary>Every folder that a runner has opened has this file, and keeps it.</summary>
    public static string LockFileIn(string path) => System.IO.Path.Combine(path, "runner.lock");

    public void Dispose() => _lock.Dispose();

    /// <summary>The kernel releases the lock when this process ends, even after a crash.</summary>
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
                $"Another runner is using {System.IO.Path.GetDirectoryName(file)}.",
                "Stop it, or use another folder and port: --data DIR --port N.");
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
