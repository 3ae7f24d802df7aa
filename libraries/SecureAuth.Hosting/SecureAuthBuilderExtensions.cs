using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using SecureAuth.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds SecureAuth to an application.</summary>
public static class SecureAuthBuilderExtensions
{
    private const string Image = "secureauth";
    private const int ContainerPort = 8080;

    /// <summary>
    /// Adds SecureAuth. It needs <see cref="WithPostgres"/>, and <see cref="WithRedis"/> for more than one replica. Its secrets
    /// are generated parameters, which are kept.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port on localhost in a run. It is part of the issuer, so it is fixed.</param>
    /// <param name="origin">
    /// The public origin, such as <c>https://auth.example.com</c>, which is the issuer of the tokens. Without it, the issuer of a
    /// run is the port on localhost, and a publish asks for the parameter <c>NAME-origin</c>.
    /// </param>
    public static IResourceBuilder<SecureAuthResource> AddSecureAuth(
        this IDistributedApplicationBuilder builder,
        string name,
        int port = 5080,
        IResourceBuilder<ParameterResource>? origin = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        if (builder.ExecutionContext.IsPublishMode)
        {
            origin ??= builder.AddParameter($"{name}-origin");
        }

        var pepper = builder.AddParameter($"{name}-pepper", Generated.Key, secret: true, persist: true);
        var masterKey = builder.AddParameter($"{name}-master-key", Generated.Key, secret: true, persist: true);
        var resource = new SecureAuthResource(name, origin?.Resource);
        var settings = new ServiceSettings(builder, resource, pepper.Resource, masterKey.Resource);

        // One annotation for both: WithImage, WithImageTag and WithImageRegistry change it, and the versions must be the same.
        var image = new ContainerImageAnnotation { Image = Image, Tag = Version };
        var migration = builder.AddResource(resource.Migration)
            .WithAnnotation(image)
            .WithEntrypoint("secureauth")
            .WithArgs("migrate")
            .WithIconName("DatabaseArrowUp")
            .WithOtlpExporter()
            .WithEnvironment(settings.AddForMigration);
        var auth = builder.AddResource(resource)
            .WithAnnotation(image)
            .WithHttpEndpoint(port: port, targetPort: ContainerPort, name: SecureAuthResource.EndpointName)
            .WithHttpHealthCheck("/health")
            .WithIconName("ShieldKeyhole")
            .WithOtlpExporter()
            .WithEnvironment(settings.AddForService)
            .WaitForCompletion(migration);
        migration.WithParentRelationship(auth);
        return auth;
    }

    /// <summary>
    /// Keeps the users in this database. The migration creates it, and two roles with the fewest privileges: one for the
    /// service, and one for the operators' command line.
    /// </summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="database">The database, which belongs to SecureAuth alone.</param>
    public static IResourceBuilder<SecureAuthResource> WithPostgres(
        this IResourceBuilder<SecureAuthResource> auth, IResourceBuilder<PostgresDatabaseResource> database)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentNullException.ThrowIfNull(database);

        auth.Resource.Database = new DatabaseAccess(database.Resource, Password("api"), Password("operator"));
        auth.ApplicationBuilder.CreateResourceBuilder(auth.Resource.Migration).WaitFor(database);
        return auth.WaitFor(database);

        ParameterResource Password(string role) => auth.ApplicationBuilder.AddParameter(
            $"{auth.Resource.Name}-{role}-database-password", Generated.Password, secret: true, persist: true).Resource;
    }

    /// <summary>Shares limits and revocations between replicas. Nothing in Redis has to survive.</summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="redis">The server, which may serve others too.</param>
    public static IResourceBuilder<SecureAuthResource> WithRedis(
        this IResourceBuilder<SecureAuthResource> auth, IResourceBuilder<RedisResource> redis)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentNullException.ThrowIfNull(redis);

        auth.Resource.Redis = redis.Resource;
        return auth.WaitFor(redis);
    }

    /// <summary>
    /// Creates an account with a verified address, unless it exists. Only in a run in the environment Development: it is never
    /// published, and SecureAuth refuses it in any other environment.
    /// </summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="email">The address to sign in with.</param>
    /// <param name="password">A secret parameter. The password has to meet the password policy.</param>
    /// <param name="roles">The roles of the account, which are in its tokens.</param>
    /// <param name="displayName">The name to show.</param>
    public static IResourceBuilder<SecureAuthResource> WithUser(
        this IResourceBuilder<SecureAuthResource> auth,
        string email,
        IResourceBuilder<ParameterResource> password,
        string[]? roles = null,
        string? displayName = null)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentException.ThrowIfNullOrEmpty(email);
        ArgumentNullException.ThrowIfNull(password);

        if (!password.Resource.Secret)
        {
            throw new ArgumentException(
                $"The parameter {password.Resource.Name} is not secret, so the dashboard would show the password.",
                nameof(password));
        }

        auth.Resource.Users.Add(new SeededUser(email, password.Resource, roles ?? [], displayName));
        return auth;
    }

    /// <summary>Sets the <c>aud</c> of the access tokens. The default is <c>secureauth</c>.</summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="audience">The name of the services that accept the tokens.</param>
    public static IResourceBuilder<SecureAuthResource> WithAudience(
        this IResourceBuilder<SecureAuthResource> auth, string audience)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentException.ThrowIfNullOrEmpty(audience);

        auth.Resource.Audience = audience;
        return auth;
    }

    /// <summary>The tag of the image is the version of this library, without the commit that the SDK appends.</summary>
    private static string Version => typeof(SecureAuthBuilderExtensions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];
}
