using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>Whoever has taken the API over cannot hide it: what its role in the database may not do.</summary>
public sealed class DatabaseRightsTests(TestSystem system) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _api = NpgsqlDataSource.Create(system.Postgres.ApiConnection);

    [Theory]
    [InlineData("UPDATE audit_events SET reason = 'x'")]
    [InlineData("DELETE FROM audit_events WHERE false")]
    [InlineData("TRUNCATE audit_events")]
    [InlineData("ALTER TABLE audit_events DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE audit_events")]
    [InlineData("CREATE TABLE intruder (id int)")]
    [InlineData("CREATE SCHEMA intruder")]
    [InlineData("CREATE FUNCTION intruder() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("ALTER TABLE users ADD COLUMN intruder int")]
    [InlineData("DROP TABLE sessions")]
    [InlineData("TRUNCATE users CASCADE")]
    [InlineData("CREATE ROLE intruder")]
    [InlineData("CREATE DATABASE intruder")]
    [InlineData("INSERT INTO roles (id, name, normalized_name) VALUES (gen_random_uuid(), 'admin', 'ADMIN')")]
    [InlineData("INSERT INTO user_roles SELECT id, id FROM users WHERE false")]
    [InlineData("DELETE FROM signing_keys WHERE false")]
    [InlineData("UPDATE server_secrets SET protected_key = ''")]
    [InlineData("DELETE FROM data_protection_keys WHERE false")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\" WHERE false")]
    [InlineData("COPY users TO PROGRAM 'cat'")]
    public async Task The_APIs_role_may_not(string statement)
    {
        Assert.SkipWhen(system.Postgres.Server is null, "The configured server's roles are its operator's.");
        await using var command = _api.CreateCommand(statement);

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();
}
