using System.Security.Claims;

// Verifies access tokens by itself, and hears from the server who has signed out: a sign-out takes effect within a second.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthorization();
builder.Services.AddAuthentication()
    .AddJwtBearer(options =>
    {
        options.Authority = builder.Configuration["Auth:Address"];            // Tokens__Issuer
        options.Audience = builder.Configuration["Auth:Audience"];            // Tokens__Audience
        options.RequireHttpsMetadata = !builder.Environment.IsDevelopment();
        options.MapInboundClaims = false;                                     // sub stays sub
        options.TokenValidationParameters.RoleClaimType = "roles";
        options.TokenValidationParameters.ValidTypes = ["at+jwt"];            // no other kind of token
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);// instead of five minutes
    })
    .AddSecureAuthRevocations(options =>
    {
        options.Address = new Uri(builder.Configuration["Auth:Address"]!);
        options.ClientId = builder.Configuration["Auth:ClientId"]!;           // OAuth__Clients__0__Id
        options.ClientSecret = builder.Configuration["Auth:ClientSecret"]!;
    });

var app = builder.Build();
app.MapGet("/", () => "Hello.");
app.MapGet("/orders", (ClaimsPrincipal user) => $"The orders of {user.FindFirstValue("sub")}.").RequireAuthorization();
app.MapGet("/admin", () => "Everybody's orders.").RequireAuthorization(policy => policy.RequireRole("admin"));
await app.RunAsync();
