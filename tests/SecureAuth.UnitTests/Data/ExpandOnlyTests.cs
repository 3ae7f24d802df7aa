using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SecureAuth.Core.Data;

namespace SecureAuth.UnitTests.Data;

/// <summary>
/// Replicas of the version before serve while a migration runs and after it. So a migration adds, and takes away only what no
/// version uses any more. It waits for no rewrite of a table that may be big, because every request would wait with it.
/// </summary>
public sealed partial class ExpandOnlyTests
{
    /// <summary>What a statement on a table that existed before may not do without a reason below.</summary>
    private static readonly (string Problem, Regex Pattern)[] Rules =
    [
        ("drops something that the version before may use", Drop()),
        ("renames something that the version before uses", Rename()),
        ("rewrites the table while it is locked", ChangeOfType()),
        ("reads the whole table while it is locked, and refuses rows of the version before", NotNull()),
        ("refuses the rows of the version before, which does not know the column", ColumnWithoutDefault()),
        ("reads the whole table while it is locked: NOT VALID, and VALIDATE one version later", Constraint()),
        ("cannot be created beforehand with CREATE INDEX CONCURRENTLY: IF NOT EXISTS", IndexThatMustBeNew()),
        ("refuses rows of the version before", UniqueIndex()),
        ("writes the whole table, whose rows stay locked until the end of the migration", Rows()),
        ("takes a lock that requests wait for", Lock()),
        ("acts on the version before too", Trigger()),
        ("does not work in a transaction", Concurrently()),
    ];

    /// <summary>Statements that break a rule for a reason, by the migration and their beginning.</summary>
    private static readonly (string Migration, string Statement, string Reason)[] Allowed =
    [
        ("PurgesAndEpoch", "CREATE INDEX ix_totp_credentials_created_at", "there was no release before it"),
        ("PurgesAndEpoch", "CREATE INDEX ix_sessions_ended_at", "there was no release before it"),
        ("PurgesAndEpoch", "CREATE TRIGGER keep_token_epoch", "keeps the version before from moving the epoch back, too"),
        ("GrowthIndexes", "DROP INDEX ix_user_roles_role_id", "another index serves the same statements"),
        ("RevocationOrder", "DROP INDEX ix_sessions_revoked_xid", "another index serves the same statements"),
        ("EraseUsers", "ALTER TABLE sessions DROP CONSTRAINT", "it comes back at once, with another action"),
        ("EraseUsers", "ALTER TABLE sessions ADD CONSTRAINT", "there was no release before it"),
        ("EraseUsers", "ALTER TABLE sessions ALTER COLUMN user_id TYPE uuid", "the type stays, so nothing is rewritten"),
        ("EraseUsers", "DROP INDEX ix_outbox_user_id_kind_admitted_at", "it comes back at once, with more rows"),
        ("EraseUsers", "CREATE INDEX ix_outbox_user_id_kind_admitted_at", "the outbox is small, because it is purged"),
        ("EraseUsers", "CREATE TRIGGER erase_user", "the version before deletes no user"),
        ("ErasedUsers", "CREATE TRIGGER remember_erased_user", "whoever deletes a user, the id must be remembered"),
        ("ErasedUsers", "CREATE TRIGGER refuse_erased_user", "no version uses an id again"),
        ("AuditPartitions", "ALTER TABLE audit_events RENAME", "a partitioned table takes the name in the same transaction"),
        ("AuditPartitions", "ALTER TABLE audit_events_first DROP CONSTRAINT", "the bound of the partition says the same"),
        ("AuditSeals", "DROP TABLE audit_purge", "only functions used it, and the same migration replaces them"),
        ("UsernameKeys", "DELETE FROM usernames n USING", "there was no release with usernames before it"),
        ("UsernameKeys", "UPDATE usernames SET key", "there was no release with usernames before it"),
        ("AuditPartitions", "CREATE TRIGGER refuse_audit_change", "no version changes events but by the functions of the schema"),
    ];

    [Fact]
    public void Migrations_only_expand()
    {
        var broken = Statements()
            .SelectMany(found => ProblemsOf(found.Statement, found.NewTables)
                .Select(problem => (found.Migration, found.Statement, problem)).ToList())
            .ToList();
        var used = broken.ToLookup(b => Allowed.FirstOrDefault(
            allowed => b.Migration == allowed.Migration && b.Statement.StartsWith(allowed.Statement, StringComparison.Ordinal)));

        IsEmpty(used[default].Select(b => $"{b.Migration} {b.problem}: {b.Statement}"));
        IsEmpty(Allowed.Where(allowed => !used.Contains(allowed)).Select(unused => $"There is no {unused.Statement}"));
    }

    [Theory]
    [InlineData("DROP TABLE devices")]
    [InlineData("ALTER TABLE users DROP COLUMN display_name")]
    [InlineData("ALTER TABLE users RENAME display_name TO name")]
    [InlineData("ALTER TABLE users ALTER COLUMN id TYPE text")]
    [InlineData("ALTER TABLE users ALTER COLUMN display_name SET NOT NULL")]
    [InlineData("ALTER TABLE users ADD name text NOT NULL")]
    [InlineData("ALTER TABLE users ADD CONSTRAINT fk_x FOREIGN KEY (id) REFERENCES roles (id)")]
    [InlineData("CREATE INDEX ix_x ON users (id)")]
    [InlineData("CREATE UNIQUE INDEX IF NOT EXISTS ix_x ON users (display_name)")]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_x ON users (id)")]
    [InlineData("UPDATE users SET display_name = ''")]
    [InlineData("DELETE FROM sessions")]
    [InlineData("TRUNCATE sessions")]
    [InlineData("LOCK TABLE users IN EXCLUSIVE MODE")]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()")]
    public void A_statement_that_the_version_before_could_stumble_over_is_found(string statement) =>
        Assert.NotEmpty(ProblemsOf(statement, new HashSet<string>()));

    [Theory]
    [InlineData("CREATE TABLE notes (id uuid NOT NULL)")]
    [InlineData("ALTER TABLE users ADD name text")]
    [InlineData("ALTER TABLE users ADD name text NOT NULL DEFAULT ''")]
    [InlineData("ALTER TABLE users ADD CONSTRAINT c CHECK (id IS NOT NULL) NOT VALID")]
    [InlineData("ALTER TABLE users ALTER COLUMN display_name DROP NOT NULL")]
    [InlineData("CREATE INDEX IF NOT EXISTS ix_x ON users (id)")]
    [InlineData("CREATE UNIQUE INDEX ix_notes ON notes (id)")]
    [InlineData("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS ''")]
    public void A_statement_that_adds_something_is_not(string statement) =>
        Assert.Empty(ProblemsOf(statement, new HashSet<string> { "notes" }));

    private static void IsEmpty(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        Assert.True(all is [], string.Join('\n', all));
    }

    private static IEnumerable<string> ProblemsOf(string statement, IReadOnlySet<string> newTables) =>
        Rules.Where(rule => rule.Pattern.IsMatch(statement)).Select(rule => rule.Problem)
            .Where(_ => !newTables.Contains(Table().Match(statement).Groups["table"].Value));

    /// <summary>Every statement of every migration, with the tables that the migration has created before it.</summary>
    private static IEnumerable<(string Migration, string Statement, IReadOnlySet<string> NewTables)> Statements()
    {
        using var db = new AuthDbContext(
            new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
        var migrations = db.GetService<IMigrationsAssembly>();
        var generator = db.GetService<IMigrationsSqlGenerator>();
        foreach (var (id, type) in migrations.Migrations)
        {
            var operations = migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations;
            var statements = generator.Generate(operations).SelectMany(command => StatementsOf(command.CommandText)).ToList();
            var created = new HashSet<string>(StringComparer.Ordinal);
            foreach (var statement in statements)
            {
                yield return (id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], statement, created);
                if (CreatedTable().Match(statement) is { Success: true } match)
                {
                    created.Add(match.Groups["table"].Value);
                }
            }
        }
    }

    /// <summary>Without comments and the bodies of functions, which do nothing yet.</summary>
    private static IEnumerable<string> StatementsOf(string sql) => Spaces()
        .Replace(Comment().Replace(Body().Replace(sql, "''"), ""), " ")
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\$\$.*?\$\$", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^CREATE TABLE (IF NOT EXISTS )?(?<table>\w+)")]
    private static partial Regex CreatedTable();

    [GeneratedRegex(
        @"^(ALTER TABLE|UPDATE|DELETE FROM|TRUNCATE|LOCK TABLE) (?<table>\w+)"
            + @"|^CREATE (UNIQUE )?(INDEX|TRIGGER) .*? ON (?<table>\w+)")]
    private static partial Regex Table();

    [GeneratedRegex(@"^DROP |^ALTER TABLE \w+ DROP (COLUMN|CONSTRAINT)")]
    private static partial Regex Drop();

    [GeneratedRegex(@"\bRENAME\b")]
    private static partial Regex Rename();

    [GeneratedRegex(@"ALTER COLUMN \w+ (SET DATA )?TYPE")]
    private static partial Regex ChangeOfType();

    [GeneratedRegex("SET NOT NULL")]
    private static partial Regex NotNull();

    [GeneratedRegex(@"^ALTER TABLE \w+ ADD (?!CONSTRAINT)(?!.*\bDEFAULT\b).*\bNOT NULL\b")]
    private static partial Regex ColumnWithoutDefault();

    [GeneratedRegex(@"^ALTER TABLE \w+ ADD CONSTRAINT (?!.*\bNOT VALID\b)")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^CREATE (UNIQUE )?INDEX (?!IF NOT EXISTS)(?!CONCURRENTLY)")]
    private static partial Regex IndexThatMustBeNew();

    [GeneratedRegex("^CREATE UNIQUE INDEX")]
    private static partial Regex UniqueIndex();

    [GeneratedRegex("^(UPDATE|DELETE FROM|TRUNCATE) ")]
    private static partial Regex Rows();

    [GeneratedRegex("^(LOCK|CLUSTER|VACUUM|REINDEX) ")]
    private static partial Regex Lock();

    [GeneratedRegex("^CREATE (OR REPLACE )?TRIGGER ")]
    private static partial Regex Trigger();

    [GeneratedRegex("CONCURRENTLY")]
    private static partial Regex Concurrently();
}
