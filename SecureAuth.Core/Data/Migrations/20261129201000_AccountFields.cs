using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// The fields that an operator configures. Replicas of the previous version do not know the column, which has a default that
    /// is stored with the table and not in its rows.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129201000_AccountFields")]
    public partial class AccountFields : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            ALTER TABLE users ADD fields jsonb NOT NULL DEFAULT '{}';
            ALTER TABLE users ADD CONSTRAINT ck_users_fields
                CHECK (jsonb_typeof(fields) = 'object' AND octet_length(fields::text) <= 32768) NOT VALID;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE users DROP COLUMN fields;");
    }
}
