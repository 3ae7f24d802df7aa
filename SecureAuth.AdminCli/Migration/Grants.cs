using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Builds statements for a single transaction that leave a role with exactly the given privileges, whatever it had before.
/// </summary>
internal static class Grants
{
    public static IReadOnlyList<string> Statements(string database, string role, RolePrivileges privileges)
    {
        var grantee = Ddl.Quote(role);
        return
        [
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            $"REVOKE CREATE ON SCHEMA public FROM {grantee}",
            .. RolePrivileges.PrivilegedFunctions.Select(function => $"REVOKE ALL ON FUNCTION public.{function} FROM PUBLIC"),

            // This revokes privileges on single columns too.
            $"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {grantee}",
            $"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {grantee}",
            $"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {grantee}",
            $"GRANT CONNECT ON DATABASE {Ddl.Quote(database)} TO {grantee}",
            $"GRANT USAGE ON SCHEMA public TO {grantee}",
            $"GRANT USAGE ON SEQUENCE public.audit_events_id_seq TO {grantee}",
            .. privileges.Tables.Select(table => $"GRANT {table.ToSql()} ON public.{Ddl.Quote(table.Table)} TO {grantee}"),
            .. privileges.Functions.Select(function => $"GRANT EXECUTE ON FUNCTION public.{function} TO {grantee}"),
        ];
    }
}
