using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Migration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.UnitTests.AdminCli.Migration;

public sealed class GrantsTests
{
    public static TheoryData<RolePrivileges> Lists => [RolePrivileges.Api, RolePrivileges.Operators];

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_list_has_exactly_the_tables_of_the_schema(RolePrivileges rights)
    {
        using var db = new AuthDbContext(
            new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        var tables = db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Append("__EFMigrationsHistory");

        Assert.Equal(
            tables.Order(StringComparer.Ordinal), rights.Tables.Select(t => t.Table).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_named_column_exists_in_its_table(RolePrivileges rights)
    {
        using var db = new AuthDbContext(
            new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        foreach (var table in rights.Tables.Where(t => t.Table != "__EFMigrationsHistory"))
        {
            var columns = db.Model.GetEntityTypes().Single(e => e.GetTableName() == table.Table)
                .GetProperties().Select(p => p.GetColumnName()).Append(TablePrivileges.EveryColumn).ToHashSet();

            Assert.All([.. table.Insert, .. table.Update], column => Assert.Contains(column, columns));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_audit_table_is_append_only_and_the_database_sets_its_times(RolePrivileges rights)
    {
        var audit = rights.Tables.Single(t => t.Table == "audit_events");

        Assert.Empty(audit.Update);
        Assert.False(audit.Delete);
        Assert.DoesNotContain("occurred_at", audit.Insert);
        Assert.DoesNotContain(TablePrivileges.EveryColumn, audit.Insert);
    }

    [Fact]
    public void The_list_is_translated_to_grants() => Assert.Equal(
        ["SELECT", "SELECT, INSERT, DELETE", "SELECT, UPDATE (a, b)"],
        new TablePrivileges[]
        {
            new("t"), new("t") { Insert = [TablePrivileges.EveryColumn], Delete = true }, new("t") { Update = ["a", "b"] },
        }.Select(t => t.ToSql()));

    [Fact]
    public void Existing_rights_are_revoked_first()
    {
        var statements = Grants.Statements("secureauth", "api", RolePrivileges.Api);

        var lastRevoke = statements.Index().Last(s => s.Item.StartsWith("REVOKE", StringComparison.Ordinal)).Index;
        var firstGrant = statements.Index().First(s => s.Item.StartsWith("GRANT", StringComparison.Ordinal)).Index;
        Assert.True(lastRevoke < firstGrant);
        Assert.Contains("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM \"api\"", statements);
    }

    [Fact]
    public void A_name_cannot_end_its_quotes() =>
        Assert.All(
            Grants.Statements("data\"base", "api\"; DROP TABLE users; --", RolePrivileges.Api).Skip(1),
            s => Assert.DoesNotContain("\"; DROP", s.Replace("\"\"", "", StringComparison.Ordinal), StringComparison.Ordinal));
}
