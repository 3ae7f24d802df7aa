using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>Starts the local system and waits until it is stopped. Stops what has been started in reverse order.</summary>
internal static class Runner
{
    public static async Task RunAsync(RunnerOptions options, ConsoleOutput output, CancellationToken stop)
    {
        RefuseTakenPorts(options);
        if (options.Reset)
        {
            FolderReset.RefuseForeign(options.DataFolder);
        }

        using var folder = Open(options.DataFolder);
        if (options.Reset)
        {
            await FolderReset.RunAsync(folder, options.Yes, output, stop);
        }

        var secrets = Secrets.LoadOrCreate(folder);
        var programs = await DotnetPrograms.FindAsync(folder, output, stop);
        await using var postgres = await PostgresStore.StartAsync(folder, secrets, output, stop);
        using var redis = RedisStore.Start(secrets);
        stop.ThrowIfCancellationRequested();

        // The API writes its mails there, and may run as another user.
        var mails = await ServerFolder.OpenAsync(folder.MailFolder, stop);
        var settings = new SystemSettings(options, secrets, postgres, redis, mails.Path);
        await Migration.RunAsync(programs, settings, output, stop);
        await using var replicas = await ApiReplicas.StartAsync(options.Replicas, programs, settings, output, stop);

        PrivateFile.Write(folder.OperatorFile, settings.ToOperatorFile());
        output.Write(Overview.Create(options, folder, postgres, redis, mails.Path));

        var exited = replicas.ExitedAsync();
        await Task.WhenAny(exited, postgres.Exited, Task.Delay(Timeout.Infinite, stop));
        if (!stop.IsCancellationRequested)
        {
            var name = postgres.Exited.IsCompleted ? "postgres" : (await exited).Name;
            throw new CannotStartException($"The process {name} exited.", "See its last lines above.");
        }

        output.Write("Stopping the API, Redis and PostgreSQL.");
    }

    private static void RefuseTakenPorts(RunnerOptions options)
    {
        if (options.Replicas.FirstOrDefault(replica => !FreePort.IsFree(replica.Port)) is { } refused)
        {
            throw new CannotStartException(
                $"Port {refused.Port} is in use.", "Stop the program that uses it, or choose another port: --port N.");
        }
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
                "Run as the user who created it, or choose another folder: --data DIR.");
        }
    }
}
