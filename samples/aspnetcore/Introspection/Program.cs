using System.Security.Claims;

// Asks the server about every token, and remembers the answer for a second: a sign-out takes effect within two.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services.AddAuthentication("SecureAuth").AddSecureAuthIntrospection(options =>
{
    options.Address = new Uri(builder.Configuration["Auth:Address"]!);        // Tokens__Issuer
    options.Audience = builder.Configuration["Auth:Audience"]!;               // Tokens__Audience
    options.ClientId = builder.Configuration["Auth:ClientId"]!;               // OAuth__Clients__0__Id
    options.ClientSecret = builder.Configuration["Auth:ClientSecret"]!;
});

var app = builder.Build();
app.MapGet("/", () => "Hello.");
app.MapGet("/orders", (ClaimsPrincipal user) => $"The orders of {user.FindFirstValue("sub")}.").RequireAuthorization();
app.MapGet("/admin", () => "Everybody's orders.").RequireAuthorization(policy => policy.RequireRole("admin"));
await app.RunAsync();
