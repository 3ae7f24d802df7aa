using System.Runtime.InteropServices;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// A thread with a lower priority than all other threads of the process, so that continuous hashing does not delay requests.
/// </summary>
internal static class LowPriorityThread
{
    /// <summary>
    /// A value from 0 to 19. With a niceness of ten, the thread still gets a tenth of a core beside a thread that is always busy,
    /// so it does not starve.
    /// </summary>
    private const int Niceness = 10;

    /// <summary>PRIO_PROCESS, which on Linux applies to a single thread.</summary>
    private const int SingleThread = 0;
    private const int CallingThread = 0;

    public static void Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            LowerPriority();
            work();
        })
        {
            Name = name,
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
    }

    /// <summary>
    /// .NET ignores a thread's priority on Linux. If the priority cannot be lowered, only the latency of other threads suffers.
    /// </summary>
    private static void LowerPriority()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(SingleThread, CallingThread, Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
