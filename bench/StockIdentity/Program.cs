using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

// ASP.NET Core Identity's own API endpoints, with bcrypt at work factor 12 as the password hasher.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddDbContext<StockContext>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("stock")));
builder.Services.AddAuthorization();
builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddEntityFrameworkStores<StockContext>();
builder.Services.AddSingleton<IPasswordHasher<IdentityUser>, BcryptHasher>();

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<StockContext>().Database.EnsureCreatedAsync();
}

app.MapGet("/health", () => "Healthy");
app.MapIdentityApi<IdentityUser>();
await app.RunAsync();

internal sealed class StockContext(DbContextOptions<StockContext> options) : IdentityDbContext<IdentityUser>(options);

internal sealed class BcryptHasher : IPasswordHasher<IdentityUser>
{
    public string HashPassword(IdentityUser user, string password) => BCrypt.Net.BCrypt.HashPassword(password, 12);

    public PasswordVerificationResult VerifyHashedPassword(IdentityUser user, string hashedPassword, string providedPassword) =>
        BCrypt.Net.BCrypt.Verify(providedPassword, hashedPassword)
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.Failed;
}
