using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class EraseUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_sessions_user_id",
                table: "sessions");

            migrationBuilder.AlterColumn<Guid>(
                name: "user_id",
                table: "sessions",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddForeignKey(
                name: "fk_sessions_user_id",
                table: "sessions",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.DropIndex(
                name: "ix_outbox_user_id_kind_admitted_at",
                table: "outbox");
            migrationBuilder.CreateIndex(
                name: "ix_outbox_user_id_kind_admitted_at",
                table: "outbox",
                columns: new[] { "user_id", "kind", "admitted_at" },
                filter: "user_id IS NOT NULL");

            // Nobody may change audit rows, except by deleting the user they are about. A trigger needs no privilege that a role
            // could use otherwise. It runs with the rights of the owner, so it sets its own search path and names the schema.
            // 2 is ActorKind.Operator, whose reason is free text, and 8 is RevocationReason.AccountDeleted.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION erase_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS $$
                BEGIN
                    UPDATE public.sessions
                    SET user_id = NULL, device_name = NULL, user_agent = NULL, address = NULL,
                        revoked_at = COALESCE(revoked_at, clock_timestamp()),
                        revoked_reason = COALESCE(revoked_reason, 8),
                        revoked_xid = COALESCE(revoked_xid, pg_current_xact_id())
                    WHERE user_id = OLD.id;
                    UPDATE public.audit_events
                    SET address = NULL, user_agent = NULL, request_id = NULL,
                        reason = CASE WHEN actor_kind = 2 THEN NULL ELSE reason END
                    WHERE user_id = OLD.id;
                    DELETE FROM public.outbox WHERE user_id = OLD.id;
                    RETURN OLD;
                END $$;
                REVOKE ALL ON FUNCTION erase_user() FROM PUBLIC;
                CREATE TRIGGER erase_user BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION erase_user();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER erase_user ON users;
                DROP FUNCTION erase_user();
                DELETE FROM sessions WHERE user_id IS NULL;
                """);
            migrationBuilder.DropIndex(
                name: "ix_outbox_user_id_kind_admitted_at",
                table: "outbox");
            migrationBuilder.CreateIndex(
                name: "ix_outbox_user_id_kind_admitted_at",
                table: "outbox",
                columns: new[] { "user_id", "kind", "admitted_at" },
                filter: "admitted_at IS NOT NULL");
            migrationBuilder.DropForeignKey(
                name: "fk_sessions_user_id",
                table: "sessions");

            migrationBuilder.AlterColumn<Guid>(
                name: "user_id",
                table: "sessions",
                type: "uuid",
                nullable: false,
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "fk_sessions_user_id",
                table: "sessions",
                column: "user_id",
                principalTable: "users",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
