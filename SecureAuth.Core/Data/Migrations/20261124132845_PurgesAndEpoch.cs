using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class PurgesAndEpoch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_totp_credentials_created_at",
                table: "totp_credentials",
                column: "created_at",
                filter: "confirmed_at IS NULL");

            // Entity Framework cannot create an index on an expression. It must be identical to the expression of the purge.
            migrationBuilder.Sql(
                "CREATE INDEX ix_sessions_ended_at ON sessions (LEAST(expires_at, absolute_expires_at, revoked_at));");

            // Moving the epoch back would revive ended sessions. The function sets its own search path, so that it cannot resolve
            // to an operator that a caller has defined.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION keep_token_epoch() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
                BEGIN
                    IF NEW.not_before < OLD.not_before THEN
                        RAISE EXCEPTION 'the epoch of the tokens never moves back';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER keep_token_epoch BEFORE UPDATE ON token_epoch
                    FOR EACH ROW EXECUTE FUNCTION keep_token_epoch();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER keep_token_epoch ON token_epoch; DROP FUNCTION keep_token_epoch();");
            migrationBuilder.Sql("DROP INDEX ix_sessions_ended_at;");
            migrationBuilder.DropIndex(
                name: "ix_totp_credentials_created_at",
                table: "totp_credentials");
        }
    }
}
