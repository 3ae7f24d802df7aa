using SecureAuth.Core.Data.Privileges;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// A list of rights as statements for one transaction, which leave the role with exactly these whatever it had before.
/// </summary>
internal static class Grants
{
    public static IReadOnlyList<string> Statements(string database, string role, RolePrivileges rights)
    {
        var grantee = Ddl.Quote(role);
        return
        [
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            $"REVOKE CREATE ON SCHEMA public FROM {grantee}",

            // Takes the rights on single columns too.
            $"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {grantee}",
            $"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {grantee}",
            $"GRANT CONNECT ON DATABASE {Ddl.Quote(database)} TO {grantee}",
            $"GRANT USAGE ON SCHEMA public TO {grantee}",
            .. rights.Tables.Select(table => $"GRANT {table.ToSql()} ON public.{Ddl.Quote(table.Table)} TO {grantee}"),
        ];
    }
}
