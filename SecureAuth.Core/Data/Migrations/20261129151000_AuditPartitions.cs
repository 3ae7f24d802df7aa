using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// Makes <c>audit_events</c> a table with a partition for each month. The rows so far stay where they are: their table
    /// becomes the partition of everything until the end of this month.
    /// </summary>
    /// <remarks>
    /// PostgreSQL reads all rows once to see that they belong to that partition, and keeps others from the table meanwhile. To
    /// avoid this for a big table, add a constraint beforehand, in the same month as the migration, with the first day of the
    /// next month:
    /// <code>
    /// ALTER TABLE audit_events ADD CONSTRAINT audit_events_bound CHECK (occurred_at &lt; '2027-01-01+00') NOT VALID;
    /// ALTER TABLE audit_events VALIDATE CONSTRAINT audit_events_bound;
    /// </code>
    /// </remarks>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129151000_AuditPartitions")]
    public partial class AuditPartitions : Migration
    {
        /// <summary>
        /// An identity column cannot be part of a partition, so the ids come from a sequence. Everybody may use it, because the
        /// migration of the version before would revoke the right of a single role and so stop all inserts. Nobody can set it.
        /// </summary>
        private const string Convert =
            """
            ALTER TABLE audit_events RENAME TO audit_events_first;
            ALTER TABLE audit_events_first ADD COLUMN salt uuid, ADD COLUMN erased_digest bytea;
            DO $$
            DECLARE
                ids regclass := pg_get_serial_sequence('audit_events_first', 'id')::regclass;
                last bigint;
                called boolean;
            BEGIN
                EXECUTE format('SELECT last_value, is_called FROM %s', ids) INTO last, called;
                ALTER TABLE audit_events_first ALTER COLUMN id DROP IDENTITY;
                CREATE SEQUENCE audit_events_id_seq;
                PERFORM setval('audit_events_id_seq', last, called);
            END $$;
            GRANT USAGE ON SEQUENCE audit_events_id_seq TO PUBLIC;

            CREATE TABLE audit_events (LIKE audit_events_first INCLUDING DEFAULTS) PARTITION BY RANGE (occurred_at);
            ALTER TABLE audit_events
                ALTER COLUMN id SET DEFAULT nextval('audit_events_id_seq'),
                ALTER COLUMN salt SET DEFAULT gen_random_uuid();
            ALTER SEQUENCE audit_events_id_seq OWNED BY audit_events.id;
            """;

        /// <summary>
        /// Readers, such as the role of a report, keep their rights. <c>migrate</c> grants those of the product's roles anyway.
        /// </summary>
        private const string CopyPrivileges =
            """
            DO $$
            DECLARE
                granted record;
            BEGIN
                FOR granted IN
                    SELECT e.privilege_type AS privilege, NULL AS attname,
                        CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END AS grantee
                    FROM pg_class c, aclexplode(c.relacl) e
                    WHERE c.oid = 'audit_events_first'::regclass AND e.grantee <> c.relowner
                    UNION ALL
                    SELECT e.privilege_type, a.attname,
                        CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END
                    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) e
                    WHERE c.oid = 'audit_events_first'::regclass AND e.grantee <> c.relowner
                LOOP
                    EXECUTE format(
                        'GRANT %s %s ON audit_events TO %s', granted.privilege,
                        CASE WHEN granted.attname IS NOT NULL THEN format('(%I)', granted.attname) ELSE '' END,
                        granted.grantee);
                END LOOP;
            END $$;
            """;

        /// <summary>
        /// No index belongs to the partitioned table, because one by id alone cannot be unique there, and the index of the first
        /// partition would have to be built again. Each partition has its own.
        /// </summary>
        private const string Attach =
            """
            DO $$
            BEGIN
                EXECUTE format(
                    'ALTER TABLE audit_events ATTACH PARTITION audit_events_first FOR VALUES FROM (MINVALUE) TO (%L)',
                    (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC');
            END $$;
            ALTER TABLE audit_events_first DROP CONSTRAINT IF EXISTS audit_events_bound;

            CREATE TABLE audit_events_default (
                LIKE audit_events INCLUDING DEFAULTS, CONSTRAINT pk_audit_events_default PRIMARY KEY (id));
            CREATE INDEX ix_audit_events_default_user_id_id ON audit_events_default (user_id, id);
            ALTER TABLE audit_events ATTACH PARTITION audit_events_default DEFAULT;
            """;

        /// <summary>
        /// The API calls it every day. A role that inserts needs no right to create tables then. A month whose rows are already
        /// in the partition of everything else stays there.
        /// </summary>
        private const string Prepare =
            """
            CREATE FUNCTION prepare_audit_partitions(OUT created integer, OUT dropped integer)
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '300ms'
            SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
            DECLARE
                month timestamp;
                name text;
                covered_to timestamptz;
                is_taken boolean;
                old_name text;
                is_empty boolean;
            BEGIN
                created := 0;
                dropped := 0;
                IF NOT pg_try_advisory_xact_lock(1589641221) THEN
                    RETURN;
                END IF;

                SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz) INTO covered_to
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'public.audit_events'::regclass;
                FOR i IN 0..2 LOOP
                    month := date_trunc('month', clock_timestamp()::timestamp) + make_interval(months => i);
                    name := 'audit_events_' || to_char(month, 'YYYY_MM');
                    CONTINUE WHEN month < covered_to::timestamp;
                    is_taken := EXISTS (
                        SELECT FROM public.audit_events_default
                        WHERE occurred_at >= month::timestamptz AND occurred_at < (month + interval '1 month')::timestamptz);
                    CONTINUE WHEN is_taken;
                    EXECUTE format(
                        'CREATE TABLE public.%I (LIKE public.audit_events INCLUDING DEFAULTS, CONSTRAINT %I PRIMARY KEY (id))',
                        name, 'pk_' || name);
                    EXECUTE format('CREATE INDEX %I ON public.%I (user_id, id)', 'ix_' || name || '_user_id_id', name);
                    EXECUTE format(
                        'CREATE TRIGGER refuse_audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I
                            FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change()', name);
                    EXECUTE format(
                        'ALTER TABLE public.audit_events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                        name, month::timestamptz, (month + interval '1 month')::timestamptz);
                    created := created + 1;
                END LOOP;

                FOR old_name IN
                    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'public.audit_events'::regclass
                        AND substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz
                            < clock_timestamp() - interval '30 days'
                LOOP
                    BEGIN
                        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', old_name) INTO is_empty;
                        CONTINUE WHEN NOT is_empty;
                        EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', old_name);
                        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', old_name) INTO is_empty;
                        IF is_empty THEN
                            EXECUTE format('DROP TABLE public.%I', old_name);
                            dropped := dropped + 1;
                        END IF;
                    EXCEPTION WHEN lock_not_available THEN
                        -- Somebody reads the audit for long. There is another attempt tomorrow.
                        NULL;
                    END;
                END LOOP;
            END $$;
            REVOKE ALL ON FUNCTION prepare_audit_partitions() FROM PUBLIC;
            """;

        /// <summary>
        /// For the owner too. Only the functions that this names change rows: the stack of the call tells whether one of them
        /// does. Each sets its own search path, so PostgreSQL writes its name with the schema. A trigger of a statement runs for
        /// the table that the statement names, so each partition has its own.
        /// </summary>
        private const string Refuse =
            """
            CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog, pg_temp AS $$
            DECLARE
                stack text;
            BEGIN
                GET DIAGNOSTICS stack = PG_CONTEXT;
                IF TG_OP = 'DELETE' AND stack ~
                    '(^|\n)[^"\n]*public\.purge_sealed_(audit|refreshes)\(interval,bigint,bigint\) '
                THEN
                    RETURN NULL;
                END IF;
                IF TG_OP = 'UPDATE' AND stack ~ '(^|\n)[^"\n]*public\.erase_user\(\) ' THEN
                    RETURN NULL;
                END IF;
                RAISE insufficient_privilege USING
                    MESSAGE = format('%s of %s is refused: the audit is append-only', TG_OP, TG_TABLE_NAME);
            END $$;

            CREATE TRIGGER refuse_audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
            CREATE TRIGGER refuse_audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events_first
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
            CREATE TRIGGER refuse_audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events_default
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
            SELECT prepare_audit_partitions();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Convert);
            migrationBuilder.Sql(CopyPrivileges);
            migrationBuilder.Sql(Attach);
            migrationBuilder.Sql(Prepare);
            migrationBuilder.Sql(Refuse);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP FUNCTION prepare_audit_partitions();
            ALTER TABLE audit_events RENAME TO audit_events_partitioned;
            CREATE TABLE audit_events AS SELECT * FROM audit_events_partitioned;
            DROP TABLE audit_events_partitioned CASCADE;
            DROP FUNCTION refuse_audit_change();
            ALTER TABLE audit_events DROP COLUMN salt, DROP COLUMN erased_digest,
                ALTER COLUMN id SET NOT NULL, ALTER COLUMN occurred_at SET NOT NULL, ALTER COLUMN event SET NOT NULL,
                ALTER COLUMN outcome SET NOT NULL, ALTER COLUMN actor_kind SET NOT NULL, ALTER COLUMN trace_id SET NOT NULL,
                ALTER COLUMN occurred_at SET DEFAULT clock_timestamp(),
                ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY,
                ADD CONSTRAINT pk_audit_events PRIMARY KEY (id);
            SELECT setval(pg_get_serial_sequence('audit_events', 'id'), (SELECT max(id) + 1 FROM audit_events), false);
            CREATE INDEX ix_audit_events_user_id_id ON audit_events (user_id, id);
            """);
    }
}
