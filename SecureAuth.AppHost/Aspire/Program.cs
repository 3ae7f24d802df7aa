// Probes are experimental, but Aspire's version is pinned.
#pragma warning disable ASPIREPROBES001

using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.AppHost.Aspire;
using SecureAuth.AppHost.Aspire.Operators;
using SecureAuth.AppHost.Aspire.Publishing;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(RunSwitches.Usage);
    return 0;
}

RunSwitches switches;
try
{
    switches = RunSwitches.Parse(args);
}
catch (InvalidSwitchException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

var builder = DistributedApplication.CreateBuilder([.. switches.Remaining]);

// Generated on the first run and kept, in the user secrets or in the .env file of the Compose file.
var postgresPassword = builder.AddParameter("postgres-password", Generated.Password, secret: true, persist: true);
var apiPassword = builder.AddParameter("api-database-password", Generated.Password, secret: true, persist: true);
var operatorPassword =
    builder.AddParameter("operator-database-password", Generated.Password, secret: true, persist: true);
var redisPassword = builder.AddParameter("redis-password", Generated.Password, secret: true, persist: true);
var pepper = builder.AddParameter("pepper", Generated.Key, secret: true, persist: true);
var masterKey = builder.AddParameter("master-key", Generated.Key, secret: true, persist: true);

// Two servers must never share a volume, and a persistent container may still be running.
var kept = builder.ExecutionContext.IsRunMode && switches.Persistent ? "-persistent" : "";

// Aspire creates the database if it runs the server itself. Under Compose, the image creates it.
var postgres = builder.AddPostgres("postgres", password: postgresPassword)
    .WithEnvironment("POSTGRES_DB", "secureauth")
    .WithDataVolume($"secureauth-postgres{kept}");
var database = postgres.AddDatabase("secureauth");
var redis = builder.AddRedis("redis", password: redisPassword)
    .WithDataVolume($"secureauth-redis{kept}");

// The roles of the API and of the operators, which the migration creates. Neither can change the schema or rewrite the audit log,
// and the API's role cannot enable an account.
var server = postgres.Resource;
var apiDatabase = ReferenceExpression.Create(
    $"Host={server.Host};Port={server.Port};Database=secureauth;Username=secureauth_api;Password={apiPassword}");
var operatorDatabase = ReferenceExpression.Create(
    $"Host={server.Host};Port={server.Port};Database=secureauth;Username=secureauth_operator;Password={operatorPassword}");

// Aspire would pass the password of the owner three times more, as single values and in a URI.
var migrate = builder.AddProject<Projects.SecureAuth_AdminCli>("migrate")
    .WithIconName("DatabaseArrowUp")
    .WithArgs("migrate")
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
    .WithReference(database, connectionName: "migrations")
    .WithEnvironment("ConnectionStrings__secureauth", apiDatabase)
    .WithEnvironment("ConnectionStrings__operator", operatorDatabase)
    .WithEnvironment("Keys__Master__0", masterKey)
    .WaitFor(database);

var api = AddApi("api", port: 5080);
var settings = new OperatorSettings
{
    EnvironmentName = builder.Environment.EnvironmentName,
    Telemetry = DashboardTelemetry.Read(builder.Configuration),
    Values = new Dictionary<string, IValueProvider>
    {
        ["ConnectionStrings__secureauth"] = apiDatabase,
        ["ConnectionStrings__operator"] = operatorDatabase,
        ["ConnectionStrings__redis"] = redis.Resource.ConnectionStringExpression,
        ["Tokens__Issuer"] = api.GetEndpoint("http"),
        ["Tokens__Audience"] = ReferenceExpression.Create($"secureauth"),
        ["Passwords__Peppers__0"] = pepper.Resource,
        ["Keys__Master__0"] = masterKey.Resource,
    },
};

if (builder.ExecutionContext.IsPublishMode)
{
    Publish();
}
else
{
    Run();
}

await using var application = builder.Build();
var failures = builder.ExecutionContext.IsPublishMode ? PublishFailures.Of(application.Services) : null;
await application.RunAsync();
return failures?.Any == true ? 1 : 0;

IResourceBuilder<ProjectResource> AddApi(string name, int port) =>
    builder.AddProject<Projects.SecureAuth_Api>(name, launchProfileName: null)
        .WithIconName("ShieldKeyhole")
        .WithHttpEndpoint(port: port)
        .WithExternalHttpEndpoints()
        .WithNamedUrls()

        // Aspire would make ASP.NET Core trust X-Forwarded-For from any client, which could then evade the limits per address.
        .DisableForwardedHeaders()

        // Each probe is also a health check of Aspire, so WaitFor waits for both.
        .WithHttpProbe(ProbeType.Readiness, "/health", timeoutSeconds: 3)
        .WithHttpProbe(ProbeType.Liveness, "/alive")
        .WithEnvironment("ConnectionStrings__secureauth", apiDatabase)
        .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString)
        .WithReference(redis)
        .WithEnvironment("Tokens__Audience", "secureauth")
        .WithEnvironment("Passwords__Peppers__0", pepper)
        .WithEnvironment("Keys__Master__0", masterKey)
        .WaitFor(database)
        .WaitFor(redis)
        .WaitForCompletion(migrate);

void Run()
{
    AsDevelopment(api);
    api.WithOperatorCommands(settings);
    api.OnBeforeResourceStarted((_, started, cancel) => OperatorFile.WriteAsync(
        switches.DataFolder, settings, started.Services.GetRequiredService<ILogger<OperatorSettings>>(), cancel));

    // Each instance has a port of its own, so that anybody can sign out on one and be refused by another.
    for (var i = 1; i < switches.Replicas; i++)
    {
        AsDevelopment(AddApi($"api-{i + 1}", 5080 + i));
    }

    if (switches.Persistent)
    {
        postgres.WithLifetime(ContainerLifetime.Persistent);
        redis.WithLifetime(ContainerLifetime.Persistent);
    }

    if (switches.PgAdmin)
    {
        postgres.WithPgAdmin();
    }

    if (switches.RedisInsight)
    {
        redis.WithRedisInsight();
    }
}

void AsDevelopment(IResourceBuilder<ProjectResource> instance) => instance
    .WithEnvironment("Tokens__Issuer", api.GetEndpoint("http"))
    .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);

void Publish()
{
    // The origin that users see, where TLS is terminated in front of the API. It is the issuer of the tokens.
    var origin = builder.AddParameter("public-origin", "https://localhost", publishValueAsDefault: true);
    var proxies = switches.Kubernetes ? builder.AddKubernetes() : builder.AddCompose();

    api.WithImageName(ImageNames.Api)
        .WithEnvironment("Tokens__Issuer", origin)
        .WithEnvironment("Proxy__TrustedNetworks__0", proxies)
        .WithMailSettings();
    migrate.WithImageName(ImageNames.CommandLine);

    if (switches.Kubernetes)
    {
        KubernetesServices.PublishAsKubernetes(postgres, redis, migrate, api);
    }
    else
    {
        ComposeServices.PublishAsCompose(postgres, redis, migrate, api);
    }
}
