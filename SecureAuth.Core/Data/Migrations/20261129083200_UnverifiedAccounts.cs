using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>The index for the purge of accounts that were never verified and never used.</summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129083200_UnverifiedAccounts")]
    public partial class UnverifiedAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            CREATE INDEX IF NOT EXISTS ix_users_unverified ON users (created_at)
                WHERE NOT email_verified AND last_login_at IS NULL;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP INDEX ix_users_unverified;");
    }
}
