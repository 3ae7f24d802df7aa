using System.Diagnostics;
using System.Globalization;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>What to start, and as whom.</summary>
internal sealed record Launch(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Refuses to start the program if we are gone before the kernel was told to link it to us; our id is $0 and, unless
    /// we are gone, that of its parent.
    /// </summary>
    private const string OnlyUnderItsParent = """[ "$PPID" = "$0" ] && exec "$@" """;

    private static readonly string? SetPriv = OperatingSystem.IsLinux() ? ProgramPath.Find("setpriv") : null;

    private static readonly string? SetSid = OperatingSystem.IsLinux() ? ProgramPath.Find("setsid") : null;

    public UnprivilegedUser? User { get; init; }

    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What the kernel sends the program when we die, even by SIGKILL, as setpriv names it.</summary>
    public string DeathSignal { get; init; } = "TERM";

    public ProcessStartInfo ToStartInfo()
    {
        string[] command = [.. Wrapper(), Program, .. Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (User is not null)
        {
            start.Environment["HOME"] = User.Home;
        }

        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Every link of this chain replaces itself, so the process that we start stays the one that we know.</summary>
    private IEnumerable<string> Wrapper()
    {
        if (SetSid is not null)
        {
            // A session of its own: Ctrl+C in the terminal reaches us alone, and we stop the children in order.
            yield return SetSid;
        }

        if (SetPriv is null)
        {
            yield break;
        }

        yield return SetPriv;
        if (User is not null)
        {
            yield return $"--reuid={User.UserId}";
            yield return $"--regid={User.GroupId}";
            yield return "--clear-groups";
        }

        yield return $"--pdeathsig={DeathSignal}";
        yield return "--";
        yield return "/bin/sh";
        yield return "-c";
        yield return OnlyUnderItsParent;
        yield return Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    }
}
