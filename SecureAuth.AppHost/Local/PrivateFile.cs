namespace SecureAuth.AppHost.Local;

/// <summary>A file that only the current user can read.</summary>
internal static class PrivateFile
{
    /// <summary>The name under which the file is written before it is renamed.</summary>
    public static string TemporaryFor(string path) => path + ".new";

    /// <summary>Writes the file atomically. It is not readable by others at any time.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = TemporaryFor(path);
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
