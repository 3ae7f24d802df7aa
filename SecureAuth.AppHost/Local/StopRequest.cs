using System.Globalization;
using System.Runtime.InteropServices;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Requests an orderly stop on Ctrl+C, SIGTERM, when the terminal is closed, or when the <c>dotnet run</c> that started us ends.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _requested = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopRequest()
    {
        _registrations =
        [
            .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
                .Select(signal => PosixSignalRegistration.Create(signal, OnSignal)),
        ];
        _ = FollowLauncherAsync();
    }

    public CancellationToken Token => _requested.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _requested.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested.Cancel();
    }

    /// <summary>
    /// <c>dotnet run</c> forwards signals, but it cannot forward a SIGKILL. Without this, we would keep the port forever.
    /// </summary>
    private async Task FollowLauncherAsync()
    {
        var launcher = Parent();
        if (launcher is null || (await File.ReadAllTextAsync($"/proc/{launcher}/comm")).Trim() != "dotnet")
        {
            return;
        }

        using var timer = new PeriodicTimer(PollInterval);
        while (await timer.WaitForNextTickAsync())
        {
            if (Parent() != launcher)
            {
                await _requested.CancelAsync();
                return;
            }
        }
    }

    /// <summary>The parent process ID, or null if the system has no /proc.</summary>
    private static int? Parent()
    {
        const string Self = "/proc/self/stat";
        if (!File.Exists(Self))
        {
            return null;
        }

        // "id (name) state parent …". The name can contain any character.
        var afterName = File.ReadAllText(Self).Split(") ")[^1];
        return int.Parse(afterName.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
