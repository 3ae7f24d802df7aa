using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// The privileges of a role in this database as text. Comparing two snapshots shows whether a migration changed anything, so that
/// one that did not writes no audit row.
/// </summary>
internal static class PrivilegesSnapshot
{
    private const string Query =
        """
        -- find privileges
        WITH role AS (SELECT oid FROM pg_roles WHERE rolname = $1),
        granted (object, acl) AS (
            SELECT 'database', datacl FROM pg_database WHERE datname = current_database()
            UNION ALL SELECT 'schema', nspacl FROM pg_namespace WHERE nspname = 'public'
            UNION ALL SELECT c.relname, c.relacl FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
            UNION ALL SELECT c.relname || '.' || a.attname, a.attacl
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL
            UNION ALL SELECT 'function ' || p.oid::regprocedure, COALESCE(p.proacl, acldefault('f', p.proowner))
                FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef)
        SELECT COALESCE(string_agg(concat_ws(' ', g.object, e.grantee, e.privilege_type), E'\n'
            ORDER BY g.object, e.grantee, e.privilege_type), '')
        FROM role r, granted g, aclexplode(g.acl) e
        WHERE e.grantee = r.oid OR (e.grantee = 0 AND (g.object = 'schema' OR starts_with(g.object, 'function ')))
        """;

    public static async Task<string> TakeAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
