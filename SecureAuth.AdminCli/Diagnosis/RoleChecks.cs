using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>What the database roles may do, compared with what they need.</summary>
internal static class RoleChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("api role", CheckedStore.Postgres, CheckApiAsync),
        new("operator role", CheckedStore.Postgres, CheckOperatorAsync),
        new("owner role", CheckedStore.Postgres, CheckOwnerAsync),
    ];

    /// <summary>Returns the role of a connection string, or null if that is not set or does not say.</summary>
    public static string? UserOf(Invocation invocation, string connection) =>
        ConnectionStrings.IsSet(invocation.Configuration, connection)
            ? new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(invocation.Configuration, connection)).Username
            : null;

    private static async Task<Verdict> CheckApiAsync(Invocation invocation, CancellationToken cancellationToken) =>
        UserOf(invocation, ConnectionStrings.Postgres) is { } role
            ? await CompareAsync(invocation, role, RolePrivileges.Api, "the API needs", cancellationToken)
            : Verdict.Warning(
                "ConnectionStrings__secureauth names no role, so the API's privileges were not checked",
                "give this command the connection string of the API too");

    private static async Task<Verdict> CheckOperatorAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = ConnectionStrings.FirstSet(
            invocation.Configuration, ConnectionStrings.Operator, ConnectionStrings.Postgres);
        if (UserOf(invocation, name) is not { } role)
        {
            return Verdict.Ok("its connection string names no role");
        }

        if (role == UserOf(invocation, ConnectionStrings.Postgres))
        {
            return Verdict.Warning(
                $"commands use the API's role {role}, with which most of them cannot change anything",
                "set ConnectionStrings__operator to a role of its own and run secureauth migrate");
        }

        return await CompareAsync(invocation, role, RolePrivileges.Operators, "the commands need", cancellationToken);
    }

    private static async Task<Verdict> CompareAsync(
        Invocation invocation, string role, RolePrivileges expected, string needs, CancellationToken cancellationToken)
    {
        await using var connection = await invocation.Get<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        var missing = await MissingPrivileges.FindAsync(connection, role, expected, cancellationToken);
        if (missing.Count > 0)
        {
            return Verdict.Wrong(
                $"{role} lacks what {needs} ({string.Join("; ", missing)})",
                "run secureauth migrate with the connection string of this role");
        }

        var excess = await ExcessPrivileges.FindAsync(connection, role, expected, cancellationToken);
        return excess.Count == 0
            ? Verdict.Ok($"{role} has the privileges that {needs} and no others")
            : Verdict.Warning(
                $"{role} has more privileges than {needs} ({string.Join("; ", excess)})",
                "use a separate role and run secureauth migrate, or revoke them");
    }

    /// <summary>The owner may do everything with the tables, but needs nothing beyond the database.</summary>
    private static async Task<Verdict> CheckOwnerAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (UserOf(invocation, ConnectionStrings.Migrations) is not { } role)
        {
            return Verdict.Ok("not known here, because ConnectionStrings__migrations is not set");
        }

        await using var command = invocation.Get<NpgsqlDataSource>().CreateCommand(
            """
            -- check owner
            SELECT r.rolsuper,
                (SELECT string_agg(DISTINCT c.relname, ', ') FROM pg_class c
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                    AND NOT pg_has_role(r.oid, c.relowner, 'MEMBER'))
            FROM pg_roles r WHERE r.rolname = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return Verdict.Wrong($"{role} does not exist", "correct ConnectionStrings__migrations");
        }

        if (!await reader.IsDBNullAsync(1, cancellationToken))
        {
            return Verdict.Wrong(
                $"{role} does not own {reader.GetString(1)}, so migrations will fail",
                "set ConnectionStrings__migrations to the owner of the tables, or use REASSIGN OWNED");
        }

        return reader.GetBoolean(0)
            ? Verdict.Warning($"{role} is a superuser", "let a role that owns the database and nothing else run the migrations")
            : Verdict.Ok($"{role} owns the tables");
    }
}
