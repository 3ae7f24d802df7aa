using Npgsql;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// Finds the privileges that a role needs and does not have, such as after a restore of a dump without privileges.
/// </summary>
public static class MissingPrivileges
{
    /// <summary>
    /// The parameters are the role, then the table, privilege and column of each expected privilege, and the functions that the
    /// role calls. A table or column that does not exist yet is the business of the migrations.
    /// </summary>
    private const string Query =
        """
        -- find missing privileges
        WITH role AS (SELECT oid FROM pg_roles WHERE rolname = $1),
        listed AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) AS l (relname, privilege, attname)),
        lacking AS (
            SELECT l.privilege, c.relname, a.attname
            FROM role r, listed l
            JOIN pg_class c ON c.relname = l.relname AND c.relnamespace = 'public'::regnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND l.attname IN (a.attname, '*')
            WHERE l.privilege <> 'DELETE' AND NOT has_column_privilege(r.oid, c.oid, a.attnum, l.privilege))
        SELECT 'does not exist' WHERE NOT EXISTS (SELECT FROM role)
        UNION ALL SELECT 'USAGE on the schema public' FROM role WHERE NOT has_schema_privilege(oid, 'public', 'USAGE')
        UNION ALL SELECT privilege || ' on ' || relname || ' (' || string_agg(attname, ', ' ORDER BY attname) || ')'
            FROM lacking GROUP BY privilege, relname
        UNION ALL SELECT 'DELETE on ' || c.relname FROM role r, listed l
            JOIN pg_class c ON c.relname = l.relname AND c.relnamespace = 'public'::regnamespace
            WHERE l.privilege = 'DELETE' AND NOT has_table_privilege(r.oid, c.oid, 'DELETE')
        UNION ALL SELECT 'EXECUTE on ' || f FROM role r, unnest($5::text[]) f
            WHERE to_regprocedure('public.' || f) IS NOT NULL
                AND NOT has_function_privilege(r.oid, to_regprocedure('public.' || f)::oid, 'EXECUTE')
        """;

    /// <param name="connection">A connection of any role, because every role can query the privileges of all others.</param>
    /// <param name="expected">The privileges that the role needs.</param>
    /// <returns>A short text for each finding; empty if the role has what it needs.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(
        NpgsqlConnection connection, string role, RolePrivileges expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expected);

        await using var query = new NpgsqlCommand(Query, connection);
        return await expected.ReadAsync(query, role, cancellationToken);
    }
}
