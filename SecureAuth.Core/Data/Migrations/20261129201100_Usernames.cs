using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// Usernames have a table of their own: a unique index on a table that may be big would lock it, and few deployments have
    /// usernames. Replicas of the previous version do not know it.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129201100_Usernames")]
    public partial class Usernames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            CREATE TABLE usernames (
                key character varying(30) NOT NULL CONSTRAINT pk_usernames PRIMARY KEY,
                name character varying(30),
                user_id uuid CONSTRAINT fk_usernames_user_id REFERENCES users (id) ON DELETE CASCADE,
                reserved_until timestamp with time zone,
                CONSTRAINT ck_usernames_holder CHECK (
                    num_nonnulls(user_id, reserved_until) = 1 AND num_nonnulls(user_id, name) IN (0, 2)));
            CREATE INDEX ix_usernames_user_id ON usernames (user_id);
            CREATE INDEX ix_usernames_reserved_until ON usernames (reserved_until) WHERE reserved_until IS NOT NULL;
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE usernames;");
    }
}
