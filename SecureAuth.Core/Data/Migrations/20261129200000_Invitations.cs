using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// Invitations, and the only way for the API to give an account a role: that of an invitation whose token it can show. The
    /// function takes the hash of the token, and the table holds the hash of that, so reading the table is not enough.
    /// </summary>
    public partial class Invitations : Migration
    {
        private const string Redemption =
            """
            CREATE FUNCTION redeem_invitation(proof bytea, account uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                promised uuid;
            BEGIN
                DELETE FROM public.invitations i USING public.users u
                WHERE i.token_hash = sha256(proof) AND i.expires_at > clock_timestamp()
                    AND u.id = account AND u.normalized_email = i.normalized_email
                RETURNING i.role_id INTO promised;
                IF NOT FOUND THEN
                    RETURN false;
                END IF;

                INSERT INTO public.user_roles (user_id, role_id)
                SELECT account, r.id FROM public.roles r WHERE r.id = promised
                ON CONFLICT DO NOTHING;
                RETURN true;
            END $$;

            REVOKE ALL ON FUNCTION redeem_invitation(bytea, uuid) FROM PUBLIC;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    normalized_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    role_id = table.Column<Guid>(type: "uuid", nullable: true),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_invitations_invited_by",
                        column: x => x.invited_by,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_invitations_expires_at",
                table: "invitations",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_invited_by_created_at",
                table: "invitations",
                columns: new[] { "invited_by", "created_at" },
                filter: "invited_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_normalized_email",
                table: "invitations",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitations_token_hash",
                table: "invitations",
                column: "token_hash",
                unique: true);

            migrationBuilder.Sql(Redemption);
            Erase(
                migrationBuilder,
                "DELETE FROM public.invitations WHERE normalized_email = OLD.normalized_email;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Erase(migrationBuilder, invitations: "");
            migrationBuilder.Sql("DROP FUNCTION redeem_invitation(bytea, uuid);");
            migrationBuilder.DropTable(
                name: "invitations");
        }

        private static void Erase(MigrationBuilder migrationBuilder, string invitations) => migrationBuilder.Sql(
            $"""
            CREATE OR REPLACE FUNCTION erase_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
                IF TG_RELID <> 'public.users'::regclass THEN
                    RAISE insufficient_privilege USING MESSAGE = 'erase_user() is for the table users alone';
                END IF;
                UPDATE public.sessions
                SET user_id = NULL, device_name = NULL, user_agent = NULL, address = NULL,
                    revoked_at = COALESCE(revoked_at, clock_timestamp()),
                    revoked_reason = COALESCE(revoked_reason, 8),
                    revoked_xid = COALESCE(revoked_xid, pg_current_xact_id())
                WHERE user_id = OLD.id;
                UPDATE public.audit_events
                SET erased_digest = CASE WHEN salt IS NULL THEN erased_digest ELSE public.audit_personal_digest(
                        salt, address, user_agent, request_id, CASE WHEN actor_kind = 2 THEN reason END) END,
                    salt = NULL, address = NULL, user_agent = NULL, request_id = NULL,
                    reason = CASE WHEN actor_kind = 2 THEN NULL ELSE reason END
                WHERE user_id = OLD.id;
                DELETE FROM public.outbox WHERE user_id = OLD.id;
                DELETE FROM public.outbox WHERE user_id IS NULL AND upper(recipient) = OLD.normalized_email;
                {invitations}
                RETURN OLD;
            END $$;
            """);
    }
}
