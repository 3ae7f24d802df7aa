using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecureAuth.Core.Data.Migrations
{
    /// <summary>
    /// The only ways to add or retire a signing key: no role may insert into the table. A key is published for ten minutes before
    /// it signs, since caches keep the keys for five, and a key that was replaced verifies for 65 minutes more, since a token
    /// lives for at most an hour, whoever calls the functions.
    /// </summary>
    [DbContext(typeof(AuthDbContext))]
    [Migration("20261129150000_SigningKeyRotation")]
    public partial class SigningKeyRotation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Each function locks all keys first. Keys are never deleted, so two callers always meet at a row, and the second
            // sees what the first has done: in a function that is volatile, each statement has a new snapshot. An advisory lock
            // could be taken, and kept, by the role of the API.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION announce_signing_key(
                    new_id text, new_public_key bytea, new_private_key bytea, rotation interval, lead interval)
                RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                DECLARE
                    newest timestamptz;
                    activation timestamptz;
                BEGIN
                    -- NULL is ignored. A key that signs in a hundred years would block the rotation.
                    lead := LEAST(GREATEST(lead, interval '10 minutes'), interval '90 days');
                    rotation := GREATEST(rotation, lead);
                    PERFORM 1 FROM public.signing_keys ORDER BY key_id FOR UPDATE;
                    SELECT max(activates_at) INTO newest FROM public.signing_keys
                    WHERE retires_at IS NULL OR retires_at > clock_timestamp();

                    -- If the newest key does not sign yet, this is in the future too.
                    IF newest IS NULL OR newest + rotation - lead > clock_timestamp() THEN
                        RETURN NULL;
                    END IF;

                    activation := clock_timestamp() + lead;
                    UPDATE public.signing_keys SET retires_at = activation + interval '65 minutes' WHERE retires_at IS NULL;
                    INSERT INTO public.signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
                    VALUES (new_id, new_public_key, new_private_key, clock_timestamp(), activation);
                    RETURN activation;
                END $$;

                CREATE FUNCTION rotate_signing_key(
                    new_id text, new_public_key bytea, new_private_key bytea,
                    OUT next_id text, OUT activation timestamptz, OUT changed boolean)
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                DECLARE
                    announced timestamptz;
                BEGIN
                    PERFORM 1 FROM public.signing_keys ORDER BY key_id FOR UPDATE;
                    SELECT key_id, activates_at INTO next_id, announced FROM public.signing_keys
                    WHERE activates_at > clock_timestamp() AND (retires_at IS NULL OR retires_at > clock_timestamp())
                    ORDER BY activates_at, key_id LIMIT 1;
                    IF NOT FOUND THEN
                        next_id := new_id;
                        activation := public.announce_signing_key(
                            new_id, new_public_key, new_private_key, interval '0', interval '0');
                        IF activation IS NULL THEN
                            RAISE 'there is no signing key: run secureauth migrate';
                        END IF;
                        changed := true;
                        RETURN;
                    END IF;

                    activation := LEAST(announced, clock_timestamp() + interval '10 minutes');
                    changed := activation < announced;
                    IF changed THEN
                        UPDATE public.signing_keys SET activates_at = activation WHERE key_id = next_id;
                        UPDATE public.signing_keys SET retires_at = activation + interval '65 minutes'
                        WHERE key_id <> next_id AND (retires_at IS NULL OR retires_at > activation + interval '65 minutes');
                    END IF;
                END $$;

                -- The caller knows which keys can be decrypted. The API signs with the newest of those.
                CREATE FUNCTION retire_signing_key(
                    retired_id text, readable text[], new_id text, new_public_key bytea, new_private_key bytea,
                    OUT changed boolean, OUT signing_id text, OUT is_new boolean, OUT needs_new boolean)
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                DECLARE
                    retired_at timestamptz;
                    next_id text;
                    next_at timestamptz;
                BEGIN
                    PERFORM 1 FROM public.signing_keys ORDER BY key_id FOR UPDATE;
                    retired_at := clock_timestamp();
                    is_new := false;
                    needs_new := false;
                    SELECT key_id INTO signing_id FROM public.signing_keys
                    WHERE activates_at <= retired_at AND (retires_at IS NULL OR retires_at > retired_at)
                        AND key_id = ANY(readable)
                    ORDER BY activates_at DESC, key_id DESC LIMIT 1;

                    UPDATE public.signing_keys SET retires_at = retired_at
                    WHERE key_id = retired_id AND (retires_at IS NULL OR retires_at > retired_at);
                    changed := FOUND;
                    IF NOT changed THEN
                        RETURN;
                    END IF;

                    SELECT key_id, activates_at INTO next_id, next_at FROM public.signing_keys
                    WHERE activates_at > retired_at AND (retires_at IS NULL OR retires_at > retired_at)
                        AND key_id = ANY(readable)
                    ORDER BY activates_at, key_id LIMIT 1;
                    IF signing_id <> retired_id THEN
                        -- It signs until the next key does.
                        UPDATE public.signing_keys SET retires_at = next_at + interval '65 minutes' WHERE key_id = signing_id;
                        RETURN;
                    END IF;

                    -- A key that was replaced is about to retire, so it does not sign again.
                    is_new := true;
                    needs_new := next_id IS NULL;
                    signing_id := COALESCE(next_id, new_id);
                    UPDATE public.signing_keys SET retires_at = retired_at + interval '65 minutes'
                    WHERE key_id <> signing_id AND retires_at IS NULL;
                    IF next_id IS NOT NULL THEN
                        UPDATE public.signing_keys SET activates_at = retired_at, retires_at = NULL WHERE key_id = next_id;
                    ELSIF new_id IS NOT NULL THEN
                        INSERT INTO public.signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
                        VALUES (new_id, new_public_key, new_private_key, retired_at, retired_at);
                    END IF;
                END $$;

                REVOKE ALL ON FUNCTION
                    announce_signing_key(text, bytea, bytea, interval, interval),
                    rotate_signing_key(text, bytea, bytea),
                    retire_signing_key(text, text[], text, bytea, bytea)
                FROM PUBLIC;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP FUNCTION retire_signing_key(text, text[], text, bytea, bytea);
            DROP FUNCTION rotate_signing_key(text, bytea, bytea);
            DROP FUNCTION announce_signing_key(text, bytea, bytea, interval, interval);
            """);
    }
}
