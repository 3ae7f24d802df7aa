namespace SecureAuth.LocalServers;

/// <summary>
/// A folder for the data of throwaway servers, each in a subfolder. Disposing of it deletes it with everything in it: stop the
/// servers first.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    /// <param name="prefix">The beginning of the folder's name.</param>
    public static TemporaryFolder Create(string prefix)
    {
        var path = Directory.CreateTempSubdirectory(prefix).FullName;
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // The servers run as another user then, who has to pass through to a subfolder.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
        }

        return new TemporaryFolder(path);
    }

    public string Subfolder(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
