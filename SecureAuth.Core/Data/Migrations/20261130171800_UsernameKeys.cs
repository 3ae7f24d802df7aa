using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// Keys in which "vvv" is "wv", however it was written. Of names that looked alike, that of the older account stays, and the
    /// others are released: their owners sign in with their addresses and choose another name.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261130171800_UsernameKeys")]
    public partial class UsernameKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DELETE FROM usernames n USING (
                SELECT key, row_number() OVER (
                    PARTITION BY replace(replace(key, 'w', 'vv'), 'vv', 'w')
                    ORDER BY user_id IS NULL, user_id, key) AS place
                FROM usernames WHERE key ~ 'vw|wv|ww') alike
            WHERE n.key = alike.key AND alike.place > 1;

            UPDATE usernames SET key = replace(replace(key, 'w', 'vv'), 'vv', 'w') WHERE key LIKE '%vw%';
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Both versions of the rule find the remaining names that contain no "vw".
        }
    }
}
