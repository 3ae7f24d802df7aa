using Npgsql;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>Finds what a role may do beyond its list: nothing of it is needed, and all of it helps an intruder.</summary>
public static class ExcessPrivileges
{
    /// <summary>
    /// Parameters: the role, or null for who is connected; then table, privilege and column of each right that is on the
    /// list. One who owns everything, or is above all rights, is said to be that, without a line for each table.
    /// </summary>
    private const string Query =
        """
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
        UNION ALL SELECT 'may make roles' FROM role WHERE rolcreaterole AND NOT rolsuper
        UNION ALL SELECT 'may make databases' FROM role WHERE rolcreatedb AND NOT rolsuper
        UNION ALL SELECT 'passes over row security' FROM role WHERE rolbypassrls AND NOT rolsuper
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
        """;

    /// <param name="connection">Any role's: who may connect may ask this of everybody.</param>
    /// <param name="role">Null for who is connected.</param>
    /// <param name="rights">Its list.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>A few words each; empty for a role that is as weak as it should be.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(
        NpgsqlConnection connection, string? role, RolePrivileges rights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rights);

        var listed = rights.Tables.SelectMany(Listed).ToList();
        await using var command = new NpgsqlCommand(Query, connection);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = role });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Table)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Privilege)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Column)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var findings = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            findings.Add(reader.GetString(0));
        }

        return findings;
    }

    private static IEnumerable<(string Table, string Privilege, string Column)> Listed(TablePrivileges table) =>
    [
        (table.Table, "SELECT", TablePrivileges.EveryColumn),
        .. table.Insert.Select(column => (table.Table, "INSERT", column)),
        .. table.Update.Select(column => (table.Table, "UPDATE", column)),
        .. table.Delete ? [(table.Table, "DELETE", "")] : Array.Empty<(string, string, string)>(),
    ];
}
