using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>Replicas of the previous version do not know the table, and mail links.</summary>
    public partial class MailedCodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "mailed_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    token_id = table.Column<Guid>(type: "uuid", nullable: true),
                    guesses = table.Column<int>(type: "integer", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mailed_codes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_mailed_codes_expires_at",
                table: "mailed_codes",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_mailed_codes_token_hash",
                table: "mailed_codes",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mailed_codes_token_id",
                table: "mailed_codes",
                column: "token_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mailed_codes");
        }
    }
}
