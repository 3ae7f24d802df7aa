using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SecureAuth.Core.Data;

/// <summary>Allows <c>dotnet ef migrations add</c> to build the model without a host or a server.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<AuthDbContext>
{
    public AuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
