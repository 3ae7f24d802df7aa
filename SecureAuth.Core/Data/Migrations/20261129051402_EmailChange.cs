using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class EmailChange : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "email",
                table: "one_time_tokens",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "session_id",
                table: "one_time_tokens",
                type: "uuid",
                nullable: true);

            // It is empty at first, but reads the table once. To avoid that here, create it with CREATE INDEX CONCURRENTLY
            // beforehand.
            migrationBuilder.Sql(
                """
                CREATE INDEX IF NOT EXISTS ix_one_time_tokens_reserved ON one_time_tokens (normalized_email)
                    WHERE purpose = 4 AND used_at IS NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_one_time_tokens_reserved",
                table: "one_time_tokens");

            migrationBuilder.DropColumn(
                name: "email",
                table: "one_time_tokens");

            migrationBuilder.DropColumn(
                name: "session_id",
                table: "one_time_tokens");
        }
    }
}
