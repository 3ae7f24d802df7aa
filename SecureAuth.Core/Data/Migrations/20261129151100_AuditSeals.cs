using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// The seals of the audit. The previous version writes audit rows as before, and its purge does nothing any more: only
    /// whole sealed batches are removed, and only by a process that has the key of the seals.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129151100_AuditSeals")]
    public partial class AuditSeals : Migration
    {
        /// <summary>
        /// <c>audit_gaps</c> has the ids that a seal has passed over because their rows were not committed yet, if ever. The
        /// role of the API may insert seals and gaps. The checks keep out values that no reader could deal with.
        /// </summary>
        private const string Tables =
            """
            CREATE TABLE audit_seals (
                number bigint CONSTRAINT pk_audit_seals PRIMARY KEY,
                sealed_at timestamptz NOT NULL,
                to_id bigint NOT NULL,
                oldest_at timestamptz NOT NULL,
                newest_at timestamptz NOT NULL,
                event_count integer NOT NULL,
                event_root bytea NOT NULL,
                event_ids bigint[] NOT NULL,
                event_marks bytea NOT NULL,
                refresh_count integer NOT NULL,
                refresh_root bytea NOT NULL,
                refresh_ids bigint[] NOT NULL,
                refresh_marks bytea NOT NULL,
                digest bytea NOT NULL,
                key text NOT NULL,
                mac bytea NOT NULL,
                CONSTRAINT ck_audit_seals_number CHECK (number BETWEEN 1 AND 1000000000000000),
                CONSTRAINT ck_audit_seals_to_id CHECK (to_id > 0),
                CONSTRAINT ck_audit_seals_counts CHECK (event_count BETWEEN 0 AND 100000 AND refresh_count BETWEEN 0 AND 100000),
                CONSTRAINT ck_audit_seals_times CHECK (
                    LEAST(sealed_at, oldest_at, newest_at) >= '0001-01-02 00:00:00+00'
                    AND GREATEST(sealed_at, oldest_at, newest_at) <= '9999-12-30 00:00:00+00'));
            CREATE INDEX ix_audit_seals_key_number ON audit_seals (key, number);

            CREATE TABLE audit_gaps (
                first_id bigint CONSTRAINT pk_audit_gaps PRIMARY KEY,
                last_id bigint NOT NULL,
                noticed_at timestamptz NOT NULL,
                CONSTRAINT ck_audit_gaps_ids CHECK (first_id > 0 AND last_id >= first_id AND last_id - first_id < 10000),
                CONSTRAINT ck_audit_gaps_noticed_at CHECK (
                    noticed_at BETWEEN '2000-01-01 00:00:00+00' AND '9999-01-01 00:00:00+00'));

            CREATE TABLE audit_beginning (
                id integer DEFAULT 1 CONSTRAINT pk_audit_beginning PRIMARY KEY
                    CONSTRAINT ck_audit_beginning_id CHECK (id = 1),
                first_seal bigint NOT NULL,
                previous_digest bytea NOT NULL,
                first_refresh_seal bigint NOT NULL,
                purged_at timestamptz NOT NULL,
                digest bytea NOT NULL,
                key text NOT NULL,
                mac bytea NOT NULL,
                CONSTRAINT ck_audit_beginning_purged_at CHECK (
                    purged_at BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'));

            CREATE FUNCTION follow_last_seal() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, pg_temp AS $$
            BEGIN
                IF NEW.number <> COALESCE((SELECT max(number) FROM public.audit_seals), 0) + 1 THEN
                    RAISE check_violation USING MESSAGE = format('seal %s does not follow the last one', NEW.number);
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER follow_last_seal BEFORE INSERT ON audit_seals
                FOR EACH ROW EXECUTE FUNCTION follow_last_seal();

            CREATE FUNCTION refuse_seal_change() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                stack text;
            BEGIN
                GET DIAGNOSTICS stack = PG_CONTEXT;
                IF TG_OP = 'DELETE' AND stack ~ '(^|\n)[^"\n]*public\.purge_sealed_audit\(interval,bigint,bigint\) ' THEN
                    RETURN OLD;
                END IF;
                IF TG_OP = 'UPDATE' THEN
                    -- Only the MAC changes when the master key does.
                    IF stack ~ '(^|\n)[^"\n]*public\.purge_sealed_refreshes\(interval,bigint,bigint\) '
                        OR (NEW.number, NEW.sealed_at, NEW.to_id, NEW.oldest_at, NEW.newest_at, NEW.event_count, NEW.event_root,
                            NEW.event_ids, NEW.event_marks, NEW.refresh_count, NEW.refresh_root, NEW.refresh_ids,
                            NEW.refresh_marks, NEW.digest)
                        = (OLD.number, OLD.sealed_at, OLD.to_id, OLD.oldest_at, OLD.newest_at, OLD.event_count, OLD.event_root,
                            OLD.event_ids, OLD.event_marks, OLD.refresh_count, OLD.refresh_root, OLD.refresh_ids,
                            OLD.refresh_marks, OLD.digest)
                    THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE insufficient_privilege USING
                    MESSAGE = format('%s of %s is refused: the audit is append-only', TG_OP, TG_TABLE_NAME);
            END $$;
            CREATE TRIGGER refuse_seal_change BEFORE UPDATE OR DELETE ON audit_seals
                FOR EACH ROW EXECUTE FUNCTION refuse_seal_change();
            CREATE TRIGGER refuse_seal_truncate BEFORE TRUNCATE ON audit_seals
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_seal_change();
            """;

        /// <summary>
        /// They remove the seals between two numbers, in order, up to the first one that has to stay. The API has verified them;
        /// the functions cannot, because the database does not have the key. So they keep the last 30 days of everything, and the
        /// last day of refreshes, whatever the caller asks for and whatever a seal says. 300 is AuditEvent.Refreshed.
        /// </summary>
        /// <remarks>
        /// A row may be dated in the future if a clock was wrong. It must not keep the audit from being purged for ever, so its
        /// batch ages from the time of the seal on. The row is removed unless its time is in those last days.
        /// </remarks>
        private const string Purges =
            """
            CREATE FUNCTION purge_sealed_audit(
                older_than interval, from_seal bigint, to_seal bigint, OUT removed integer, OUT last_seal bigint)
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                kept timestamptz := now() - interval '30 days';
                bound timestamptz := now() - GREATEST(older_than, interval '30 days');
                future timestamptz := now() + interval '1 day';
                newest bigint;
                seal record;
                deleted integer;
            BEGIN
                removed := 0;

                -- The chain goes on from the last seal, so it stays.
                SELECT max(number) INTO newest FROM public.audit_seals;
                FOR seal IN
                    SELECT number, sealed_at, oldest_at, newest_at, event_ids || refresh_ids AS ids FROM public.audit_seals
                    WHERE number >= from_seal AND number <= to_seal AND number < newest ORDER BY number
                LOOP
                    EXIT WHEN seal.number <> COALESCE(last_seal + 1, from_seal);
                    EXIT WHEN LEAST(seal.newest_at, seal.sealed_at + interval '1 hour') >= bound;
                    EXIT WHEN seal.newest_at >= kept AND EXISTS (
                        SELECT FROM public.audit_events
                        WHERE id = ANY(seal.ids) AND occurred_at >= kept AND occurred_at <= LEAST(seal.newest_at, future));
                    DELETE FROM public.audit_events
                    WHERE id = ANY(seal.ids) AND occurred_at >= seal.oldest_at AND occurred_at <= seal.newest_at
                        AND (occurred_at < kept OR occurred_at > future);
                    GET DIAGNOSTICS deleted = ROW_COUNT;
                    DELETE FROM public.audit_seals WHERE number = seal.number;
                    removed := removed + deleted;
                    last_seal := seal.number;
                END LOOP;
            END $$;

            CREATE FUNCTION purge_sealed_refreshes(
                older_than interval, from_seal bigint, to_seal bigint, OUT removed integer, OUT last_seal bigint)
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                kept timestamptz := now() - interval '1 day';
                bound timestamptz := now() - GREATEST(older_than, interval '1 day');
                future timestamptz := now() + interval '1 day';
                seal record;
                deleted integer;
            BEGIN
                removed := 0;
                FOR seal IN
                    SELECT number, sealed_at, oldest_at, newest_at, refresh_ids AS ids FROM public.audit_seals
                    WHERE number >= from_seal AND number <= to_seal ORDER BY number
                LOOP
                    EXIT WHEN seal.number <> COALESCE(last_seal + 1, from_seal);
                    EXIT WHEN LEAST(seal.newest_at, seal.sealed_at + interval '1 hour') >= bound;
                    IF cardinality(seal.ids) > 0 THEN
                        EXIT WHEN seal.newest_at >= kept AND EXISTS (
                            SELECT FROM public.audit_events
                            WHERE id = ANY(seal.ids) AND occurred_at >= kept AND occurred_at <= LEAST(seal.newest_at, future));
                        DELETE FROM public.audit_events
                        WHERE id = ANY(seal.ids) AND occurred_at >= seal.oldest_at AND occurred_at <= seal.newest_at
                            AND (occurred_at < kept OR occurred_at > future) AND event = 300;
                        GET DIAGNOSTICS deleted = ROW_COUNT;
                        UPDATE public.audit_seals SET refresh_ids = '{}', refresh_marks = '' WHERE number = seal.number;
                        removed := removed + deleted;
                    END IF;
                    last_seal := seal.number;
                END LOOP;
            END $$;

            CREATE OR REPLACE FUNCTION purge_audit(
                older_than interval, batch integer, OUT removed integer, OUT has_more boolean)
            LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT 0, false $$;
            CREATE OR REPLACE FUNCTION purge_refreshes(
                older_than interval, batch integer, OUT removed integer, OUT has_more boolean)
            LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT 0, false $$;
            DROP TABLE audit_purge;

            REVOKE ALL ON FUNCTION
                purge_sealed_audit(interval, bigint, bigint), purge_sealed_refreshes(interval, bigint, bigint) FROM PUBLIC;
            """;

        /// <summary>
        /// A seal contains the personal columns of a row only as this digest, with a salt that is in the row. The erasure keeps
        /// the digest and removes the salt, so the row stays verifiable and nothing about the person can be guessed from it.
        /// AuditLeaf computes the same. Rows from before have no salt, and their seals do not contain the personal columns.
        /// </summary>
        private const string Erasure =
            """
            CREATE FUNCTION audit_field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT COALESCE('\x01'::bytea || int4send(octet_length(value)) || value, '\x00'::bytea) $$;
            CREATE FUNCTION audit_personal_digest(salt uuid, address inet, user_agent text, request_id text, reason text)
            RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
                SELECT sha256(uuid_send(salt) || public.audit_field(inet_send(address))
                    || public.audit_field(convert_to(user_agent, 'UTF8')) || public.audit_field(convert_to(request_id, 'UTF8'))
                    || public.audit_field(convert_to(reason, 'UTF8'))) $$;

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
                RETURN OLD;
            END $$;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Tables);
            migrationBuilder.Sql(Purges);
            migrationBuilder.Sql(Erasure);
        }

        /// <summary>The purge of the previous version does nothing after this: it is in the migration AuditRetention.</summary>
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP FUNCTION purge_sealed_audit(interval, bigint, bigint);
            DROP FUNCTION purge_sealed_refreshes(interval, bigint, bigint);
            DROP TABLE audit_seals, audit_gaps, audit_beginning;
            DROP FUNCTION refuse_seal_change();
            DROP FUNCTION follow_last_seal();
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
                SET address = NULL, user_agent = NULL, request_id = NULL,
                    reason = CASE WHEN actor_kind = 2 THEN NULL ELSE reason END
                WHERE user_id = OLD.id;
                DELETE FROM public.outbox WHERE user_id = OLD.id;
                DELETE FROM public.outbox WHERE user_id IS NULL AND upper(recipient) = OLD.normalized_email;
                RETURN OLD;
            END $$;
            DROP FUNCTION audit_personal_digest(uuid, inet, text, text, text);
            DROP FUNCTION audit_field(bytea);
            CREATE TABLE audit_purge (refreshes_purged_to bigint NOT NULL);
            INSERT INTO audit_purge VALUES (0);
            """);
    }
}
