using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SecureAuth.LocalServers;

/// <summary>The POSIX signals that .NET cannot send. Windows has none.</summary>
public static class Signals
{
    /// <summary>SIGTERM asks a process to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGSTOP suspends a process, which cannot prevent it.</summary>
    public static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    /// <summary>SIGCONT lets a suspended process continue.</summary>
    public static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    private const int NoSuchProcess = 3;

    /// <summary>Sends the signal. Nothing happens if the process has ended.</summary>
    /// <exception cref="Win32Exception">The process belongs to another user, or there is no such signal.</exception>
    public static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
