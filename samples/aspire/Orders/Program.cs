using System.Security.Claims;

// Accepts access tokens. The issuer and the audience are in the configuration, where the AppHost's WithReference(auth) puts them.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services.AddAuthentication().AddJwtBearer(options =>
{
    options.MapInboundClaims = false;                                         // sub stays sub
    options.TokenValidationParameters.RoleClaimType = "roles";
    options.TokenValidationParameters.ValidTypes = ["at+jwt"];                // no other kind of token
    options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);   // instead of five minutes
});

var app = builder.Build();
app.MapGet("/", () => "Hello.");
app.MapGet("/orders", (ClaimsPrincipal user) => $"The orders of {user.FindFirstValue("sub")}.").RequireAuthorization();
app.MapGet("/admin", () => "Everybody's orders.").RequireAuthorization(policy => policy.RequireRole("admin"));
await app.RunAsync();
