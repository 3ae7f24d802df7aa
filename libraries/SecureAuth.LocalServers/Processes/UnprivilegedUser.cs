using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>
/// The account that everything runs as that we start as root: PostgreSQL refuses to be root, and what listens to the network
/// has no reason to be.
/// </summary>
internal sealed record UnprivilegedUser(string Name, string UserId, string GroupId, string Home)
{
    /// <summary>Root's, for what this user cannot reach where it is, as below a home of mode 0700.</summary>
    private const string Elsewhere = "/var/lib/secureauth-local";

    private const UnixFileMode EverybodyReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

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
                "Nothing is run as root, and there is no setpriv (util-linux) to drop to another user.",
                "Install util-linux, or start this as an ordinary user.");
        }

        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 5).ToList();
        return Preferred
            .Select(name => accounts.Find(fields => fields[0] == name))
            .OfType<string[]>()
            .Select(fields => new UnprivilegedUser(fields[0], fields[2], fields[3], fields[5]))
            .FirstOrDefault()
            ?? throw new CannotStartException(
                "Nothing is run as root, and there is neither a user postgres nor a user nobody.",
                "Add one (useradd --system postgres), or start this as an ordinary user.");
    }

    /// <summary>A name of its own below <see cref="Elsewhere"/> for what belongs at a path.</summary>
    public static string FolderInsteadOf(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Elsewhere);
            File.SetUnixFileMode(Elsewhere, EverybodyReads);
        }

        return Path.Combine(Elsewhere, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12]);
    }

    /// <summary>The folder, or a new copy of it if this user cannot read all of it.</summary>
    /// <param name="folder">Of programs: a copy is for everybody to read.</param>
    /// <param name="owner">Whose copy it is: two owners of one folder do not disturb each other.</param>
    /// <param name="log">Told of a copy.</param>
    /// <param name="cancel">Leaves an unfinished copy, which the next one removes.</param>
    /// <param name="parts">The names in it that are needed; none: all.</param>
    public async Task<string> ReachableAsync(
        string folder, string owner, Action<string> log, CancellationToken cancel, params string[] parts)
    {
        string[] needed = parts is [] ? [Path.Combine(folder, ".")] : [.. parts.Select(part => Path.Combine(folder, part))];
        var findUnreadable = new Launch(
            "/bin/sh", ["-c", """[ -z "$(find "$@" ! -readable -print -quit 2>&1)" ]""", "sh", .. needed]) { User = this };
        if (await ChildProcess.RunAsync(findUnreadable, _ => { }, cancel) == 0)
        {
            return folder;
        }

        var copy = FolderInsteadOf($"{owner}\n{folder}");
        await RunAsync("rm", ["-rf", copy], cancel);
        await RunAsync("mkdir", ["-p", copy], cancel);
        await RunAsync("cp", ["-R", .. needed, copy], cancel);
        await RunAsync("chmod", ["-R", "a+rX,go-w", copy], cancel);
        log($"{Name} cannot reach {folder}: it uses a copy, {copy}");
        return copy;
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        var said = new LastLines();
        if (await ChildProcess.RunAsync(new Launch(program, arguments), said.Add, cancel) != 0)
        {
            throw new CannotStartException(
                $"Programs could not be copied to where they can be run: {said.Worst}", $"Make room in {Elsewhere}.");
        }
    }
}
