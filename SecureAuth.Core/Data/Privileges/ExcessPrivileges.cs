using Npgsql;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// Finds the privileges of a role that it does not need. Each of them would help an attacker who takes over the role.
/// </summary>
public static class ExcessPrivileges
{
    /// <summary>
    /// The parameters are the role, or null for the current user, then the table, privilege and column of each expected
    /// privilege, and the functions that the role may call although they have the rights of their owner. A superuser or an owner
    /// gets one finding instead of a line for each table.
    /// </summary>
    private const string Query =
        """
        -- find excess privileges
        WITH role AS (SELECT * FROM pg_roles WHERE rolname = COALESCE($1, current_user)),
        listed AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) AS l (relname, privilege, attname)),
        tables AS (
            SELECT c.oid, c.relname, pg_has_role(r.oid, c.relowner, 'MEMBER') AS owned
            FROM role r, pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')),
        rows_of AS (
            SELECT p.privilege || ' on ' || t.relname AS finding
            FROM role r, tables t, unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
            WHERE NOT r.rolsuper AND NOT t.owned AND has_table_privilege(r.oid, t.oid, p.privilege)
                AND NOT EXISTS (SELECT FROM listed l WHERE l.relname = t.relname AND l.privilege = p.privilege)),
        columns_of AS (
            SELECT p.privilege || ' on ' || t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY a.attname) || ')' AS finding
            FROM role r, tables t
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped,
                unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS p (privilege)
            WHERE NOT r.rolsuper AND NOT t.owned AND has_column_privilege(r.oid, t.oid, a.attnum, p.privilege)
                AND NOT EXISTS (
                    SELECT FROM listed l
                    WHERE l.relname = t.relname AND l.privilege = p.privilege AND l.attname IN (a.attname, '*'))
            GROUP BY t.relname, p.privilege)
        SELECT 'is a superuser' FROM role WHERE rolsuper
        UNION ALL SELECT 'may create roles' FROM role WHERE rolcreaterole AND NOT rolsuper
        UNION ALL SELECT 'may create databases' FROM role WHERE rolcreatedb AND NOT rolsuper
        UNION ALL SELECT 'bypasses row-level security' FROM role WHERE rolbypassrls AND NOT rolsuper
        UNION ALL SELECT 'may replicate' FROM role WHERE rolreplication AND NOT rolsuper
        UNION ALL SELECT 'is a member of ' || g.rolname
            FROM role r JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid
        UNION ALL SELECT 'owns tables' FROM role r
            WHERE EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)
        UNION ALL SELECT 'may create in the schema public' FROM role
            WHERE has_schema_privilege(oid, 'public', 'CREATE') AND NOT rolsuper
        UNION ALL SELECT 'may create schemas' FROM role
            WHERE has_database_privilege(oid, current_database(), 'CREATE') AND NOT rolsuper
        UNION ALL SELECT finding FROM rows_of
        UNION ALL SELECT finding FROM columns_of
        UNION ALL SELECT 'EXECUTE on ' || p.oid::regprocedure FROM role r, pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND NOT r.rolsuper
                AND NOT pg_has_role(r.oid, p.proowner, 'MEMBER') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
                AND NOT EXISTS (SELECT FROM unnest($5::text[]) f WHERE to_regprocedure('public.' || f) = p.oid)
        """;

    /// <param name="connection">A connection of any role, because every role can query the privileges of all others.</param>
    /// <param name="role">The role to check, or null for the current user.</param>
    /// <param name="expected">The privileges that the role needs.</param>
    /// <returns>A short text for each finding; empty if the role has no excess privileges.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(
        NpgsqlConnection connection, string? role, RolePrivileges expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);

        await using var query = new NpgsqlCommand(Query, connection);
        return await expected.ReadAsync(query, role, cancellationToken);
    }
}
