namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// What the API may do in the database, table by table: neither change the schema, nor rewrite the audit table, nor make
/// anybody an administrator. A new table is not the API's until it is in this list.
/// </summary>
internal static class ApiGrants
{
    private const string ReadAndWrite = "SELECT, INSERT, UPDATE, DELETE";
    private const string ReadAndAdd = "SELECT, INSERT";
    private const string Read = "SELECT";

    /// <summary>
    /// The sequences behind identity columns need no grant of their own: Postgres checks the right to insert.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Tables = new Dictionary<string, string>
    {
        ["__EFMigrationsHistory"] = Read,
        ["account_attempts"] = ReadAndWrite,
        ["audit_events"] = ReadAndAdd,
        ["data_protection_keys"] = ReadAndAdd,
        ["recovery_codes"] = ReadAndWrite,
        ["roles"] = Read,
        ["second_factor_challenges"] = ReadAndWrite,
        ["server_secrets"] = ReadAndAdd,
        ["sessions"] = ReadAndWrite,
        ["signing_keys"] = ReadAndAdd,
        ["token_epoch"] = "SELECT, UPDATE (not_before)",
        ["totp_credentials"] = ReadAndWrite,
        ["user_roles"] = Read,
        ["users"] = ReadAndWrite,
    };

    /// <summary>Statements for one transaction, which leave the role with exactly the above whatever it had before.</summary>
    public static IReadOnlyList<string> Statements(string database, string role)
    {
        var grantee = Ddl.Quote(role);
        return
        [
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            $"REVOKE CREATE ON SCHEMA public FROM {grantee}",
            $"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {grantee}",
            $"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {grantee}",
            $"GRANT CONNECT ON DATABASE {Ddl.Quote(database)} TO {grantee}",
            $"GRANT USAGE ON SCHEMA public TO {grantee}",
            .. Tables.Select(t => $"GRANT {t.Value} ON public.{Ddl.Quote(t.Key)} TO {grantee}"),
        ];
    }
}
