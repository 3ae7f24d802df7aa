namespace SecureAuth.LocalServers;

/// <summary>
/// The account that programs run as when we are root. PostgreSQL refuses to run as root, and a program that listens to the
/// network has no reason to.
/// </summary>
public sealed record UnprivilegedUser(string Name, string UserId, string GroupId, string Home)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>
    /// Returns the account if we are root. Returns null if we are an ordinary user already, and on Windows, where PostgreSQL
    /// gives up administrator rights itself.
    /// </summary>
    /// <exception cref="CannotStartException">There is no such account, or no setpriv to change to it.</exception>
    public static UnprivilegedUser? FindIfRoot()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (ProgramPath.Find("setpriv") is null)
        {
            throw new CannotStartException(
                "Servers do not run as root, but setpriv (util-linux), which changes to another user, is not installed.",
                "Install util-linux, or start this as an ordinary user.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 5).ToList();
        return Preferred
            .Select(name => accounts.Find(fields => fields[0] == name))
            .OfType<string[]>()
            .Select(fields => new UnprivilegedUser(fields[0], fields[2], fields[3], fields[5]))
            .FirstOrDefault()
            ?? throw new CannotStartException(
                "Servers do not run as root, but there is neither a user postgres nor a user nobody.",
                "Add one (useradd --system postgres), or start this as an ordinary user.");
    }
}
