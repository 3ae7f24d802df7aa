using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class GrowthIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A migration is one transaction, so it cannot build an index concurrently, and sign-ins wait while it builds these:
            // some seconds for a million users. To avoid that, create them with CREATE INDEX CONCURRENTLY beforehand.
            migrationBuilder.Sql("CREATE INDEX IF NOT EXISTS ix_users_disabled ON users (id) WHERE NOT is_active;");
            migrationBuilder.Sql(
                "CREATE INDEX IF NOT EXISTS ix_user_roles_role_id_user_id ON user_roles (role_id, user_id);");
            migrationBuilder.Sql(
                "CREATE INDEX IF NOT EXISTS ix_sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;");
            migrationBuilder.Sql(
                """
                CREATE INDEX IF NOT EXISTS ix_account_attempts_locked_until ON account_attempts (locked_until)
                    WHERE locked_until IS NOT NULL;
                """);

            // This comes last, because it also keeps others from reading the roles until the commit.
            migrationBuilder.Sql("DROP INDEX ix_user_roles_role_id;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE INDEX ix_user_roles_role_id ON user_roles (role_id);
                DROP INDEX ix_account_attempts_locked_until;
                DROP INDEX ix_sessions_revoked_at;
                DROP INDEX ix_user_roles_role_id_user_id;
                DROP INDEX ix_users_disabled;
                """);
        }
    }
}
