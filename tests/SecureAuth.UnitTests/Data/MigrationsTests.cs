using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.UnitTests.Data;

public sealed class MigrationsTests
{
    [Fact]
    public void The_migrations_lead_to_the_model()
    {
        using var db = new AuthDbContext(
            new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);

        Assert.False(db.Database.HasPendingModelChanges());
    }
}
