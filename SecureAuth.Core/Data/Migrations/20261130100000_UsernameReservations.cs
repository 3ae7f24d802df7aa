using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// The account whose address somebody registered with, which may take the reserved name. There is no foreign key: it would
    /// lock the row of an account whenever a stranger registers with its address.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261130100000_UsernameReservations")]
    public partial class UsernameReservations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE usernames ADD reserved_for uuid;");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE usernames DROP COLUMN reserved_for;");
    }
}
