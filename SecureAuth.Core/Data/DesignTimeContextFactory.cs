using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SecureAuth.Core.Data;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a host or a server.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<AuthDbContext>
{
    public AuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
