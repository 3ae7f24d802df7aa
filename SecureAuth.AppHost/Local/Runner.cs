using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The local system, from the first file to the last process. It is taken down in reverse, wherever it stands.</summary>
internal static class Runner
{
    public static async Task RunAsync(RunnerOptions options, ConsoleOutput output, CancellationToken stop)
    {
        if (!FreePort.IsFree(options.Port))
        {
            throw new CannotStartException(
                $"Port {options.Port} is taken.", "Stop what listens there, or choose another one: --port N.");
        }

        using var folder = Open(options.DataFolder);
        var secrets = Secrets.LoadOrCreate(folder);
        var programs = await DotnetPrograms.FindAsync(folder, output, stop);
        await using var postgres = await PostgresStore.StartAsync(folder, secrets, output, stop);
        using var redis = RedisStore.Start(secrets);
        stop.ThrowIfCancellationRequested();

        var settings = new SystemSettings(options, secrets, postgres, redis);
        await Migration.RunAsync(programs, settings, output, stop);
        await using var api = await ApiProcess.StartAsync(programs, settings, output, stop);

        PrivateFile.Write(folder.OperatorFile, settings.ToOperatorFile());
        output.Write(Overview.Of(options, folder, postgres, redis));

        var ended = await Task.WhenAny(api.Exited, postgres.Exited, Task.Delay(Timeout.Infinite, stop));
        if (!stop.IsCancellationRequested)
        {
            throw new CannotStartException(
                ended == api.Exited ? "The API has ended." : "PostgreSQL has ended.", "Its last lines above say why.");
        }

        output.Write("Stopping: the API, Redis, PostgreSQL.");
    }

    private static DataFolder Open(string path)
    {
        try
        {
            return DataFolder.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"The data folder {path} cannot be used: {error.Message}",
                "Run as the user who made it, or choose another one: --data DIR.");
        }
    }
}
