using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// A role with EXECUTE on the function could attach it to a temporary table and erase the traces of any user. No role has it,
    /// but a dump that is restored without privileges (pg_restore -x) gives it to everybody.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129083100_ErasureByTriggerOnly")]
    public partial class ErasureByTriggerOnly : Migration
    {
        private const string Body =
            """
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
            """;

        /// <summary>Mails that were asked for with the address and that the sender has not seen yet.</summary>
        private const string Requests =
            """
                DELETE FROM public.outbox WHERE user_id IS NULL AND upper(recipient) = OLD.normalized_email;
            """;

        private const string Check =
            """
                IF TG_RELID <> 'public.users'::regclass THEN
                    RAISE insufficient_privilege USING MESSAGE = 'erase_user() is for the table users alone';
                END IF;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE INDEX IF NOT EXISTS ix_outbox_requests ON outbox (upper(recipient)) WHERE user_id IS NULL;
                """);
            Replace(migrationBuilder, Check, Requests);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Replace(migrationBuilder, check: "", requests: "");
            migrationBuilder.Sql("DROP INDEX ix_outbox_requests;");
        }

        private static void Replace(MigrationBuilder migrationBuilder, string check, string requests) => migrationBuilder.Sql(
            $"""
            CREATE OR REPLACE FUNCTION erase_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
            {check}
            {Body}
            {requests}
                RETURN OLD;
            END $$;
            """);
    }
}
