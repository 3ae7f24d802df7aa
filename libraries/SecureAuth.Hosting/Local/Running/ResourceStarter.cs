using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using SecureAuth.AppHost.Local;
using SecureAuth.LocalServers;

namespace SecureAuth.Hosting;

/// <summary>Starts the resources of a model as programs and servers of this machine.</summary>
[SuppressMessage(
    "Reliability", "CA2000", Justification = "A running resource is disposed of by whoever has started it.")]
internal sealed class ResourceStarter(LocalApplicationBuilder application, DataFolder folder, ConsoleOutput output)
{
    private const string Image = "secureauth";
    private const string PickupDirectory = "Email__PickupDirectory";

    private readonly LocalPrograms _programs = new(folder.Path, output.Write);

    /// <summary>Returns null if nothing goes on running.</summary>
    public async Task<RunningResource?> StartAsync(IResource resource, CancellationToken cancel) => resource switch
    {
        PostgresServerResource postgres => await StartPostgresAsync(postgres, cancel),
        RedisResource redis => await StartRedisAsync(redis, cancel),
        ContainerResource container => await StartContainerAsync(container, cancel),
        ProjectResource project => await StartProjectAsync(project, cancel),
        _ => null,
    };

    private async Task<RunningResource> StartPostgresAsync(PostgresServerResource postgres, CancellationToken cancel)
    {
        var server = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                Folder = Path.Combine(folder.Path, postgres.Name),
                OwnerPassword = (await postgres.PasswordParameter.GetValueAsync(cancel))!,
                Port = postgres.PrimaryEndpoint.Annotation.AllocatedPort,
                StartOverHint = $"delete {folder.Path}",
                Log = output.WriterFor(postgres.Name),
            },
            cancel);
        return new RunningResource(
            postgres.Name,
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port} (PostgreSQL {server.Version})"),
            server,
            server.Exited);
    }

    private static async Task<RunningResource> StartRedisAsync(RedisResource redis, CancellationToken cancel)
    {
        var server = GarnetServer.Start(
            (await redis.PasswordParameter.GetValueAsync(cancel))!, redis.PrimaryEndpoint.Annotation.AllocatedPort);
        return new RunningResource(
            redis.Name,
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port} (Garnet, in this process)"),
            new InProcess(server),
            new TaskCompletionSource<int>().Task);
    }

    private async Task<RunningResource?> StartContainerAsync(ContainerResource container, CancellationToken cancel)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last().Image;
        var (project, program) = (image.Split('/')[^1], container.Entrypoint) switch
        {
            (Image, null) => ("SecureAuth.Api", "SecureAuth.Api"),
            (Image, "secureauth") => ("SecureAuth.AdminCli", "secureauth"),
            _ => throw new CannotStartException(
                $"{container.Name} is a container with the image {image}, and there are no containers in the local flavour.",
                "Use the Aspire flavour: docs/guides/aspire.md."),
        };
        var settings = await SettingsAsync(container, cancel);
        if (settings.ContainsKey(PickupDirectory))
        {
            // The folder of the container would be one that all users of this machine share.
            settings[PickupDirectory] = (await ServerFolder.OpenAsync(folder.MailFolder, cancel)).Path;
        }

        return await StartProgramAsync(container, project, program, settings, cancel);
    }

    private async Task<RunningResource?> StartProjectAsync(ProjectResource project, CancellationToken cancel)
    {
        var path = project.Annotations.OfType<ProjectPath>().Single().Path;
        var settings = await SettingsAsync(project, cancel);
        settings.TryAdd("ASPNETCORE_ENVIRONMENT", application.Environment.EnvironmentName);
        return await StartProgramAsync(
            project, Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path), settings, cancel);
    }

    /// <summary>A program without an endpoint is run to its end, which has to be a success.</summary>
    private async Task<RunningResource?> StartProgramAsync(
        IResource resource, string project, string program, Dictionary<string, string> settings, CancellationToken cancel)
    {
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault();
        var origin = endpoint is null ? null : new EndpointReference((IResourceWithEndpoints)resource, endpoint.Name).Url;
        if (origin is not null)
        {
            settings["ASPNETCORE_URLS"] = origin;
        }

        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments));
        }

        var command = await _programs.CommandAsync(project, program, settings, arguments.Select(value => $"{value}"), cancel);
        var log = output.WriterFor(resource.Name);
        if (origin is not null)
        {
            var health = resource.Annotations.OfType<HealthPath>().FirstOrDefault()?.Path;
            return await RunningResource.StartAsync(resource.Name, command, origin, health, log, cancel);
        }

        var exitCode = await ChildProcess.RunAsync(command, log, cancel);
        return exitCode == 0
            ? null
            : throw new CannotStartException($"{resource.Name} failed (exit code {exitCode}).", "See its lines above.");
    }

    private async Task<Dictionary<string, string>> SettingsAsync(IResource resource, CancellationToken cancel)
    {
        var context = new EnvironmentCallbackContext(application.ExecutionContext, resource, cancellationToken: cancel);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        var settings = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            settings[name] = value is IValueProvider provider ? await provider.GetValueAsync(cancel) ?? "" : $"{value}";
        }

        return settings;
    }

    private sealed class InProcess(IDisposable server) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            server.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
