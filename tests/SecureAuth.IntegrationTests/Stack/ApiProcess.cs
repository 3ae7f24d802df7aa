using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// An instance that is a process with Kestrel on a free port. Several instances on the same stores are replicas.
/// </summary>
internal sealed class ApiProcess : RunningApi
{
    /// <summary>Another test's server may take a port that was free a moment ago.</summary>
    private const int Attempts = 3;

    private readonly ChildProcess _process;

    private ApiProcess(ChildProcess process, LogLines log, Uri address)
        : base(address, log)
    {
        _process = process;
    }

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>Starts an instance that must become healthy.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="assembly">The program of another version; null for the one under test.</param>
    public static async Task<ApiProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string? assembly = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var api = await LaunchAsync(settings, assembly: assembly);
            if (await api.BecomesHealthyAsync())
            {
                return api;
            }

            await api.DisposeAsync();
            if (attempt == Attempts || !api.Log.Contains("Failed to bind"))
            {
                throw new InvalidOperationException($"The API did not start:\n{api.Log}");
            }
        }
    }

    /// <summary>Starts an instance without waiting for anything.</summary>
    public static async Task<ApiProcess> LaunchAsync(
        IReadOnlyDictionary<string, string> settings, int? port = null, string? assembly = null)
    {
        var log = new LogLines();
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort.Next()}");
        var variables = new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address.OriginalString };
        var command = assembly is null ? BuiltProgram.Api(variables) : BuiltProgram.Of(assembly, variables);
        return new ApiProcess(await ChildProcess.StartAsync(command, log.Add), log, address);
    }

    /// <summary>Runs an instance that must refuse to start.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Lines)> RefuseAsync(
        IReadOnlyDictionary<string, string> settings)
    {
        await using var api = await LaunchAsync(settings);
        var exitCode = await api.Exited.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await api._process.DrainAsync();
        return (exitCode, api.Log.All);
    }

    /// <returns>False if the process exited instead.</returns>
    public async Task<bool> BecomesHealthyAsync()
    {
        await Eventually.IsTrueAsync(
            async () => Exited.IsCompleted || await IsHealthyAsync(), "the API is healthy");
        await (Exited.IsCompleted ? _process.DrainAsync() : Task.CompletedTask);
        return !Exited.IsCompleted;
    }

    /// <summary>Makes the process hang: it sends no response and closes no connection.</summary>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    /// <summary>Ends the process like a crash.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops the process with SIGTERM, like an orchestrator.</summary>
    public Task StopAsync() => _process.StopAsync(Eventually.Patience);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _process.DisposeAsync();
    }
}
