namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// Changes of the audit by somebody who owns the schema and has switched off what refuses them. The rows are then as if the
/// files of the database had been changed.
/// </summary>
internal static class AuditChanges
{
    public static Task AllowAuditChangesAsync(this Database database) => database.ExecuteAsync(Switch("DISABLE"));

    public static Task RefuseAuditChangesAsync(this Database database) => database.ExecuteAsync(Switch("ENABLE"));

    private static string Switch(string action) =>
        $"""
        DO $$ DECLARE part regclass; BEGIN
            FOR part IN
                SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit_events'::regclass
                UNION ALL SELECT 'audit_seals'::regclass
                UNION ALL SELECT 'audit_events'::regclass
            LOOP
                EXECUTE format('ALTER TABLE %s {action} TRIGGER USER', part);
            END LOOP;
        END $$
        """;
}
