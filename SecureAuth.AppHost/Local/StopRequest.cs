using System.Globalization;
using System.Runtime.InteropServices;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// Ctrl+C, SIGTERM, a closed terminal, or the end of the <c>dotnet run</c> that started us: all ask for the same orderly stop.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

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
    /// <c>dotnet run</c> passes signals on, but a SIGKILL it cannot: we would hold the port for ever.
    /// </summary>
    private async Task FollowLauncherAsync()
    {
        var launcher = Parent();
        if (launcher is null || (await File.ReadAllTextAsync($"/proc/{launcher}/comm")).Trim() != "dotnet")
        {
            return;
        }

        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync())
        {
            if (Parent() != launcher)
            {
                await _requested.CancelAsync();
                return;
            }
        }
    }

    /// <summary>Null where the system does not tell.</summary>
    private static int? Parent()
    {
        const string Self = "/proc/self/stat";
        if (!File.Exists(Self))
        {
            return null;
        }

        // "id (name) state parent …", where the name may hold anything.
        var afterName = File.ReadAllText(Self).Split(") ")[^1];
        return int.Parse(afterName.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
