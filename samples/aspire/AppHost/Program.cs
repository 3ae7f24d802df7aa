var builder = DistributedApplication.CreateBuilder(args);

var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("accounts");
var redis = builder.AddRedis("redis");

// Known to every developer, so the account exists during development only.
var password = builder.AddParameter("ann-password", "violet tram over the harbour", secret: true);

var auth = builder.AddSecureAuth("auth")
    .WithPostgres(database)
    .WithRedis(redis)
    .WithUser("ann@example.com", password, ["admin"]);

builder.AddProject<Projects.Samples_Orders>("orders")
    .WithHttpEndpoint(port: 5200)
    .WithReference(auth)
    .WaitFor(auth);

await builder.Build().RunAsync();
