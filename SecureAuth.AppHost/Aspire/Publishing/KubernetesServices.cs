using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>What the Helm chart needs and the model cannot express.</summary>
internal static class KubernetesServices
{
    public static void PublishAsKubernetes(
        IResourceBuilder<PostgresServerResource> postgres,
        IResourceBuilder<RedisResource> redis,
        IResourceBuilder<ProjectResource> migrate,
        IResourceBuilder<ProjectResource> api)
    {
        postgres.PublishAsKubernetesService(service =>
            AsStore(service, "pg_isready --host=127.0.0.1 --username=postgres --dbname=secureauth"));
        redis.PublishAsKubernetesService(service =>
            AsStore(service, "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli ping | grep -q PONG"));

        // A deployment would start the migration again each time it has ended. As an init container it runs before the API, which
        // then starts only if it succeeded. Concurrent migrations wait for each other. Only this container has the secrets of the
        // owner. The model lists it before the API.
        ContainerV1? migration = null;
        migrate.PublishAsKubernetesService(service =>
        {
            migration = Container(service);
            service.Workload = null;
        });
        api.PublishAsKubernetesService(service =>
        {
            WithValidProbes(Container(service));
            service.Workload!.PodTemplate.Spec.InitContainers.Add(migration!);
        });
    }

    private static void AsStore(KubernetesResource service, string healthCheck)
    {
        ((StatefulSet)service.Workload!).Spec.ServiceName = service.Service!.Metadata.Name;
        Container(service).ReadinessProbe = new ProbeV1
        {
            Exec = new ExecActionV1 { Command = { "/bin/sh", "-c", healthCheck } },
            PeriodSeconds = 5,
            TimeoutSeconds = 3,
        };
    }

    /// <summary>Aspire writes the scheme in lower case, which Kubernetes rejects.</summary>
    private static void WithValidProbes(ContainerV1 container)
    {
        foreach (var probe in (ProbeV1?[])[container.LivenessProbe, container.ReadinessProbe])
        {
            probe!.HttpGet!.Scheme = "HTTP";
        }
    }

    private static ContainerV1 Container(KubernetesResource service) =>
        service.Workload!.PodTemplate.Spec.Containers.Single(container => container.Name == service.Name);
}
