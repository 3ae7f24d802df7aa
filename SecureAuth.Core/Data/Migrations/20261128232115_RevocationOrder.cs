using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class RevocationOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // To avoid that sign-ins wait while it is built, create it with CREATE INDEX CONCURRENTLY beforehand.
            migrationBuilder.Sql(
                """
                CREATE INDEX IF NOT EXISTS ix_sessions_revoked_xid_id ON sessions (revoked_xid, id)
                    WHERE revoked_xid IS NOT NULL;
                """);

            // This comes last, because it also keeps others from reading the sessions until the commit.
            migrationBuilder.Sql("DROP INDEX ix_sessions_revoked_xid, ix_sessions_revoked_at;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE INDEX ix_sessions_revoked_xid ON sessions (revoked_xid) WHERE revoked_xid IS NOT NULL;
                CREATE INDEX ix_sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
                DROP INDEX ix_sessions_revoked_xid_id;
                """);
        }
    }
}
