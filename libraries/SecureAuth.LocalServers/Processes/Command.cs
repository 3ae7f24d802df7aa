using System.Diagnostics;
using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>A program to start as a <see cref="ChildProcess"/>, with its arguments, environment, input and user.</summary>
/// <param name="Program">A path, or a name that is looked up in PATH.</param>
/// <param name="Arguments">Passed as they are, without a shell. Other users can read them: a secret belongs elsewhere.</param>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Starts the program only while our process is its parent. If we die before the kernel has been told to send the death
    /// signal, nothing would ever end the program. Our process ID is $0.
    /// </summary>
    private const string StartUnlessOrphaned = """[ "$PPID" = "$0" ] && exec "$@" """;

    private static readonly string? SetPriv = OperatingSystem.IsLinux() ? ProgramPath.Find("setpriv") : null;

    private static readonly string? SetSid = OperatingSystem.IsLinux() ? ProgramPath.Find("setsid") : null;

    /// <summary>The user that the program runs as. Null means our own user.</summary>
    public UnprivilegedUser? User { get; init; }

    /// <summary>By default the folder for temporary files, which every user can enter.</summary>
    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    /// <summary>Environment variables that are set in addition to our own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Written to standard input, which is then closed. Other users cannot read it.</summary>
    public string Input { get; init; } = "";

    /// <summary>Leaves standard input open for <see cref="ChildProcess.TypeAsync"/>.</summary>
    public bool KeepsInputOpen { get; init; }

    /// <summary>
    /// The signal that the kernel sends to the program when we die, even by SIGKILL. The name is one that setpriv knows, such as
    /// TERM. It has no effect where there is no setpriv, as on macOS and Windows.
    /// </summary>
    public string DeathSignal { get; init; } = "TERM";

    /// <summary>The input and the variables may hold secrets, which must not get into a log.</summary>
    public override string ToString() => Program;

    /// <summary>For <see cref="Process.Start(ProcessStartInfo)"/>, with all three standard streams redirected.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        string[] line = [.. Wrapper(), Program, .. Arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
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

    /// <summary>Each program of this chain replaces itself by the next one, so the process keeps the ID that we know.</summary>
    private IEnumerable<string> Wrapper()
    {
        if (SetSid is not null)
        {
            // In a session of its own the program does not receive Ctrl+C from our terminal: we stop our children in order.
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
        yield return StartUnlessOrphaned;
        yield return Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    }
}
