using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Migration;
using SecureAuth.Core.Data;

namespace SecureAuth.UnitTests.AdminCli;

public sealed class ApiGrantsTests
{
    [Fact]
    public void Every_table_of_the_schema_is_in_the_list_and_no_other()
    {
        using var db = new AuthDbContext(new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().Options);
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Append("__EFMigrationsHistory");

        Assert.Equal(tables.Order(StringComparer.Ordinal), ApiGrants.Tables.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_audit_table_can_only_be_read_and_added_to() =>
        Assert.Equal("SELECT, INSERT", ApiGrants.Tables["audit_events"]);

    [Fact]
    public void What_the_role_had_before_is_taken_first()
    {
        var statements = ApiGrants.Statements("secureauth", "api");

        var lastRevoke = statements.Index().Last(s => s.Item.StartsWith("REVOKE", StringComparison.Ordinal)).Index;
        var firstGrant = statements.Index().First(s => s.Item.StartsWith("GRANT", StringComparison.Ordinal)).Index;
        Assert.True(lastRevoke < firstGrant);
        Assert.Contains("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM \"api\"", statements);
    }

    [Fact]
    public void A_name_cannot_end_its_quotes() =>
        Assert.All(
            ApiGrants.Statements("data\"base", "api\"; DROP TABLE users; --").Skip(1),
            s => Assert.DoesNotContain("\"; DROP", s.Replace("\"\"", "", StringComparison.Ordinal), StringComparison.Ordinal));
}
