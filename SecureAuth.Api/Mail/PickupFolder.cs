namespace SecureAuth.Api.Mail;

/// <summary>
/// The folder of <see cref="PickupTransport"/> and its files. The mails contain tokens, so nobody but the user of the process can
/// read what it creates. A folder that exists keeps its rights, with which an operator may let another program in.
/// </summary>
internal static class PickupFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        }
    }

    public static FileStream CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        return new FileStream(path, options);
    }
}
