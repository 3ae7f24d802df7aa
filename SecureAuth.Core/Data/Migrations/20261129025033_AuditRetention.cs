using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // No role may delete audit rows, so these functions run with the rights of the owner, set their own search path and
            // name the schema. They keep the last 30 days, or of refreshes the last day, whoever calls them. 300 is
            // AuditEvent.Refreshed. The ids increase with time, so each row between the other events is looked at once, and no
            // index is needed that every refresh would have to maintain.
            migrationBuilder.Sql(
                """
                CREATE TABLE audit_purge (refreshes_purged_to bigint NOT NULL);
                INSERT INTO audit_purge VALUES (0);

                CREATE FUNCTION purge_audit(older_than interval, batch integer, OUT removed integer, OUT has_more boolean)
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                BEGIN
                    DELETE FROM public.audit_events WHERE id = ANY(ARRAY(
                        SELECT id FROM (SELECT id, occurred_at FROM public.audit_events ORDER BY id LIMIT batch) oldest
                        WHERE occurred_at < now() - GREATEST(older_than, interval '30 days')));
                    GET DIAGNOSTICS removed = ROW_COUNT;
                    has_more := removed = batch;
                END $$;

                CREATE FUNCTION purge_refreshes(older_than interval, batch integer, OUT removed integer, OUT has_more boolean)
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                DECLARE
                    begin_id bigint;
                    end_id bigint;
                    examined integer;
                BEGIN
                    -- One instance does this at a time.
                    SELECT refreshes_purged_to INTO begin_id FROM public.audit_purge FOR UPDATE SKIP LOCKED;
                    SELECT max(id), count(*) INTO end_id, examined
                    FROM (
                        SELECT id, occurred_at FROM public.audit_events WHERE id > begin_id ORDER BY id LIMIT batch) oldest
                    WHERE occurred_at < now() - GREATEST(older_than, interval '1 day');
                    DELETE FROM public.audit_events WHERE id > begin_id AND id <= end_id AND event = 300;
                    GET DIAGNOSTICS removed = ROW_COUNT;
                    UPDATE public.audit_purge SET refreshes_purged_to = end_id WHERE end_id IS NOT NULL;
                    has_more := examined = batch;
                END $$;

                REVOKE ALL ON FUNCTION purge_audit(interval, integer), purge_refreshes(interval, integer) FROM PUBLIC;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP FUNCTION purge_audit(interval, integer);
            DROP FUNCTION purge_refreshes(interval, integer);
            DROP TABLE audit_purge;
            """);
    }
}
