using System.Globalization;
using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using SecureAuth.AppHost.Local;
using SecureAuth.LocalServers;

namespace SecureAuth.Hosting;

/// <summary>
/// Starts an application one resource after the other, and waits until it is stopped. <c>--data DIR</c> names the folder for its
/// data, and <c>--ports:NAME N</c> gives a resource another port.
/// </summary>
internal static class LocalRun
{
    private const int NameWidth = 13;

    public static async Task RunAsync(LocalApplicationBuilder application)
    {
        using var stop = new StopRequest();
        try
        {
            await RunAsync(application, new ConsoleOutput(), stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Everything has been stopped.
        }
        catch (CannotStartException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            Environment.ExitCode = 1;
        }
    }

    private static async Task RunAsync(LocalApplicationBuilder application, ConsoleOutput output, CancellationToken stop)
    {
        output.Write("Local flavour: runs programs of this machine, without containers.");
        if (application.ExecutionContext.IsPublishMode)
        {
            throw new CannotStartException(
                "The local flavour publishes nothing.", "Use the Aspire flavour: docs/guides/aspire.md.");
        }

        ChoosePorts(application);
        using var folder = DataFolder.Open(FolderOf(application));
        application.Values.Load(folder.SecretsFile);
        var starter = new ResourceStarter(application, folder, output);
        var running = new Stack<RunningResource>();
        try
        {
            foreach (var resource in StartOrder.Of(application.Resources))
            {
                if (await starter.StartAsync(resource, stop) is { } started)
                {
                    running.Push(started);
                }

                stop.ThrowIfCancellationRequested();
            }

            output.Write(Overview(running));
            await WaitAsync(running, stop);
        }
        finally
        {
            while (running.TryPop(out var last))
            {
                await last.DisposeAsync();
            }
        }
    }

    private static void ChoosePorts(LocalApplicationBuilder application)
    {
        foreach (var resource in application.Resources)
        {
            var endpoint = resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault();
            if (endpoint is null)
            {
                continue;
            }

            if (application.Configuration.GetValue<int?>($"ports:{resource.Name}") is { } chosen)
            {
                endpoint.Port = chosen;
            }

            if (endpoint.Port is { } port && !FreePort.IsFree(port))
            {
                throw new CannotStartException(
                    string.Create(CultureInfo.InvariantCulture, $"Port {port} of {resource.Name} is in use."),
                    $"Stop the program that uses it, or choose another port: --ports:{resource.Name} N.");
            }
        }
    }

    private static string FolderOf(LocalApplicationBuilder application) => Path.GetFullPath(
        application.Configuration["data"] ?? Path.Combine(
            new BuiltPrograms(typeof(LocalRun).Assembly).Repository, ".local", Assembly.GetEntryAssembly()!.GetName().Name!));

    private static string Overview(IEnumerable<RunningResource> running) =>
        $"""

        The application is ready. Ctrl+C stops it.

        {string.Join('\n', running.Reverse().Select(resource => $"  {resource.Name.PadRight(NameWidth)}{resource.Address}"))}

        """;

    private static async Task WaitAsync(IEnumerable<RunningResource> running, CancellationToken stop)
    {
        await Task.WhenAny([.. running.Select(resource => resource.Exited), Task.Delay(Timeout.Infinite, stop)]);
        if (!stop.IsCancellationRequested)
        {
            var exited = running.First(resource => resource.Exited.IsCompleted);
            throw new CannotStartException($"{exited.Name} exited.", "See its lines above.");
        }
    }
}
