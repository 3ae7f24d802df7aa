using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>What the Compose file needs and the model cannot express: restarts, health checks, and who waits for them.</summary>
internal static class ComposeServices
{
    private const string Healthy = "service_healthy";

    public static void PublishAsCompose(
        IResourceBuilder<PostgresServerResource> postgres,
        IResourceBuilder<RedisResource> redis,
        IResourceBuilder<ProjectResource> migrate,
        IResourceBuilder<ProjectResource> api)
    {
        var application = api.ApplicationBuilder;
        var registry = application.AddParameter("image-registry", "docker.io/library", publishValueAsDefault: true);
        var listenAddress = application.AddParameter("listen-address", "127.0.0.1", publishValueAsDefault: true);

        // Over TCP: while the image creates the database, the server answers only on its Unix socket.
        postgres.PublishAsDockerComposeService((_, service) =>
            KeepRunning(service, ["CMD-SHELL", "pg_isready --host=127.0.0.1 --username=postgres --dbname=secureauth"]));

        // Compose turns $$ into $. As an argument, the password would be visible in the list of processes.
        redis.PublishAsDockerComposeService((_, service) =>
            KeepRunning(service, ["CMD-SHELL", "REDISCLI_AUTH=\"$$REDIS_PASSWORD\" redis-cli ping | grep -q PONG"]));

        migrate.PublishAsDockerComposeService((resource, service) =>
        {
            service.Image = $"{registry.AsEnvironmentPlaceholder(resource)}/{ImageNames.Versioned(ImageNames.CommandLine)}";
            service.DependsOn["postgres"].Condition = Healthy;
        });

        api.PublishAsDockerComposeService((resource, service) =>
        {
            // The image has no shell. The API asks the server in its container itself.
            KeepRunning(service, ["CMD", "/app/SecureAuth.Api", "--health"]);
            service.Image = $"{registry.AsEnvironmentPlaceholder(resource)}/{ImageNames.Versioned(ImageNames.Api)}";
            service.DependsOn["postgres"].Condition = Healthy;
            service.DependsOn["redis"].Condition = Healthy;
            service.Ports = [.. service.Ports.Select(port => $"{listenAddress.AsEnvironmentPlaceholder(resource)}:{port}")];
        });
    }

    private static void KeepRunning(Service service, List<string> test)
    {
        service.Restart = "unless-stopped";
        service.Healthcheck = new Healthcheck
        {
            Test = test,
            Interval = "5s",
            Timeout = "3s",
            StartPeriod = "30s",
            Retries = 5,
        };
    }
}
