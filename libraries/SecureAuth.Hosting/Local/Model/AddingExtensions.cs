using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What can be added to an application here. The signatures are Aspire's.</summary>
public static class AddingExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => builder.Kept().Configured(name), secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        string value,
        bool publishValueAsDefault = false,
        bool secret = false) =>
        builder.AddResource(new ParameterResource(name, _ => value, secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        ParameterDefault value,
        bool secret = false,
        bool persist = false) =>
        builder.AddResource(
            new ParameterResource(name, generated => builder.Kept().Get(name, generated!), secret) { Default = value });

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new PostgresServerResource(name, builder.AddPassword(name)))
            .WithAnnotation(new EndpointAnnotation(PostgresServerResource.EndpointName, "tcp") { TargetPort = 5432 });

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));

    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RedisResource(name, builder.AddPassword(name)))
            .WithAnnotation(new EndpointAnnotation(RedisResource.EndpointName, "tcp") { TargetPort = 6379 });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.AddResource(new ProjectResource(name)).WithAnnotation(new ProjectPath(new TProject().ProjectPath));

    /// <summary>The data is always kept here.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null) => builder;

    private static ParameterResource AddPassword(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter($"{name}-password", new GenerateParameterDefault { MinLength = 32 }, secret: true, persist: true)
            .Resource;

    private static SecureAuth.Hosting.KeptValues Kept(this IDistributedApplicationBuilder builder) =>
        ((LocalApplicationBuilder)builder).Values;
}

/// <summary>The project file of a resource, relative to the repository.</summary>
internal sealed record ProjectPath(string Path) : IResourceAnnotation;
