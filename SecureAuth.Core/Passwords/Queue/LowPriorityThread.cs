using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// A thread that lets all others of the process go first: a core that hashes without end must not make a request wait for
/// its turn.
/// </summary>
internal static class LowPriorityThread
{
    /// <summary>Of 0 to 19. Ten leaves a thread a tenth of a core beside one that never rests, so nothing starves.</summary>
    private const int Niceness = 10;

    /// <summary>PRIO_PROCESS, which on Linux means one thread.</summary>
    private const int OfThread = 0;
    private const int CallingThread = 0;

    public static void Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            GiveWay();
            work();
        })
        {
            Name = name,
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    /// <summary>.NET ignores a thread's priority on Linux. One that may not be lowered costs others latency, nothing else.</summary>
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, CallingThread, Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
