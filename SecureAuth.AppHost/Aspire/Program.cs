using SecureAuth.AppHost.Aspire;

var builder = DistributedApplication.CreateBuilder(args);

builder.AddDockerComposeEnvironment("compose").WithFilledEnvFile();

// Generated on the first run and kept, in the user secrets or in the .env file of the Compose file.
var postgresPassword = builder.AddParameter("postgres-password", Generated.Password, secret: true, persist: true);
var apiPassword = builder.AddParameter("api-database-password", Generated.Password, secret: true, persist: true);
var operatorPassword =
    builder.AddParameter("operator-database-password", Generated.Password, secret: true, persist: true);
var redisPassword = builder.AddParameter("redis-password", Generated.Password, secret: true, persist: true);
var pepper = builder.AddParameter("pepper", Generated.Key, secret: true, persist: true);
var masterKey = builder.AddParameter("master-key", Generated.Key, secret: true, persist: true);

// Aspire creates the database if it runs the server itself. Under Compose, the image creates it.
var postgres = builder.AddPostgres("postgres", password: postgresPassword)
    .WithEnvironment("POSTGRES_DB", "secureauth")
    .WithDataVolume("secureauth-postgres")
    .PublishAsDockerComposeService((_, service) => service.Restart = "unless-stopped");
var database = postgres.AddDatabase("secureauth");
var redis = builder.AddRedis("redis", password: redisPassword)
    .WithDataVolume("secureauth-redis")
    .PublishAsDockerComposeService((_, service) => service.Restart = "unless-stopped");

// The roles of the API and of the operators, which the migration creates. Neither can change the schema or rewrite the audit log,
// and the API's role cannot enable an account.
var server = postgres.Resource;
var apiDatabase = ReferenceExpression.Create(
    $"Host={server.Host};Port={server.Port};Database=secureauth;Username=secureauth_api;Password={apiPassword}");
var operatorDatabase = ReferenceExpression.Create(
    $"Host={server.Host};Port={server.Port};Database=secureauth;Username=secureauth_operator;Password={operatorPassword}");

var migrate = builder.AddProject<Projects.SecureAuth_AdminCli>("migrate")
    .WithArgs("migrate")
    .WithReference(database, connectionName: "migrations")
    .WithEnvironment("ConnectionStrings__secureauth", apiDatabase)
    .WithEnvironment("ConnectionStrings__operator", operatorDatabase)
    .WithEnvironment("Keys__Master__0", masterKey)
    .WaitFor(database);

var api = builder.AddProject<Projects.SecureAuth_Api>("api", launchProfileName: null)
    .WithHttpEndpoint(port: 5080)
    .WithExternalHttpEndpoints()

    // Aspire would make ASP.NET Core trust X-Forwarded-For from any client, which could then evade the limits per address.
    .DisableForwardedHeaders()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("ConnectionStrings__secureauth", apiDatabase)
    .WithReference(redis)
    .WithEnvironment("Tokens__Audience", "secureauth")
    .WithEnvironment("Passwords__Peppers__0", pepper)
    .WithEnvironment("Keys__Master__0", masterKey)
    .WaitFor(database)
    .WaitFor(redis)
    .WaitForCompletion(migrate)
    .PublishAsDockerComposeService((_, service) => service.Restart = "unless-stopped");

if (builder.ExecutionContext.IsPublishMode)
{
    // The origin that users see, where TLS is terminated in front of the API. It is the issuer of the tokens.
    var origin = builder.AddParameter("public-origin", "https://localhost", publishValueAsDefault: true);

    // The API cannot send mail yet, and refuses to start if e-mail verification is required.
    api.WithEnvironment("Tokens__Issuer", origin)
        .WithEnvironment("Accounts__EmailVerification", "Optional");
}
else
{
    api.WithEnvironment("Tokens__Issuer", api.GetEndpoint("http"))
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
}

await builder.Build().RunAsync();
