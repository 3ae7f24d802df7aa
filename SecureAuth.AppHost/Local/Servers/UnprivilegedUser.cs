namespace SecureAuth.AppHost.Local.Servers;

/// <summary>The account that PostgreSQL runs as when we are root, as which its programs refuse to run.</summary>
internal sealed record UnprivilegedUser(string Name, string UserId, string GroupId)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>Null where we are an ordinary user already, and on Windows, whose programs drop their rights themselves.</summary>
    public static UnprivilegedUser? IfRoot()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (ProgramPath.Find("setpriv") is null)
        {
            throw new CannotStartException(
                "PostgreSQL does not run as root, and there is no setpriv (util-linux) to drop to another user.",
                "Install util-linux, or start this as an ordinary user.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        return Preferred
            .Select(name => accounts.Find(fields => fields[0] == name))
            .OfType<string[]>()
            .Select(fields => new UnprivilegedUser(fields[0], fields[2], fields[3]))
            .FirstOrDefault()
            ?? throw new CannotStartException(
                "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.",
                "Add one (useradd --system postgres), or start this as an ordinary user.");
    }
}
