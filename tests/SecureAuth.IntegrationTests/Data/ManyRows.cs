using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>
/// Fills each table that grows with the users, in the order in which the product inserts the rows. There are so many that reading
/// all of them is never the cheapest plan.
/// </summary>
internal static class ManyRows
{
    public static async Task InsertAsync(Database database)
    {
        await database.AllowAuditChangesAsync();
        await InsertRowsAsync(database);
        await database.RefuseAuditChangesAsync();
    }

    private static Task InsertRowsAsync(Database database) => database.ExecuteAsync(
        """
        TRUNCATE audit_seals, audit_gaps, users, roles, sessions, audit_events, account_attempts, passkey_challenges,
            mailed_codes CASCADE;
        CREATE OR REPLACE FUNCTION pg_temp.v7(at timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
                || '7' || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid $$;
        CREATE OR REPLACE FUNCTION pg_temp.user_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT pg_temp.v7(timestamptz '2026-01-01' + n * interval '1 second', 'u' || n) $$;

        INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at, password_changed_at,
            security_stamp, totp_enabled)
        SELECT pg_temp.user_id(n), 'many' || n || '@users.test', 'MANY' || n || '@USERS.TEST', true, n % 1000 > 0, now(), now(),
            now(), md5('s' || n), n % 2 = 0
        FROM generate_series(1, 10000) n;

        INSERT INTO roles (id, name, normalized_name)
        VALUES (gen_random_uuid(), 'everybody', 'EVERYBODY'), (gen_random_uuid(), 'few', 'FEW');
        INSERT INTO user_roles (user_id, role_id)
        SELECT pg_temp.user_id(n), r.id FROM generate_series(1, 10000) n, roles r WHERE r.name = 'everybody' OR n % 1000 = 1;

        INSERT INTO usernames (key, name, user_id)
        SELECT 'user' || n, 'user' || n, pg_temp.user_id(n) FROM generate_series(1, 10000) n;
        INSERT INTO usernames (key, reserved_until)
        SELECT 'held' || n, now() + CASE WHEN n % 10 = 0 THEN interval '-1 day' ELSE interval '9 days' END
        FROM generate_series(1, 10000) n;

        INSERT INTO role_changes (user_id, version, changed_at, changed_xid)
        SELECT pg_temp.user_id(n), 1, now() - CASE WHEN n % 100 = 0 THEN interval '2 days' ELSE interval '1 hour' END,
            pg_current_xact_id()
        FROM generate_series(1, 10000) n;

        INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
            generation, token_hash, authentication_methods, revoked_at, revoked_reason, revoked_xid)
        SELECT pg_temp.v7(s.created, 's' || n), pg_temp.user_id(1 + n % 10000), s.created, s.created, s.created,
            CASE WHEN n % 100 = 1 THEN now() - interval '2 days' ELSE now() + interval '6 days' END, now() + interval '20 days',
            0, sha256(n::text::bytea), '{pwd}', CASE WHEN n % 10 = 0 THEN now() - n * interval '2 seconds' END,
            CASE WHEN n % 10 = 0 THEN 1 END, CASE WHEN n % 10 = 0 THEN pg_current_xact_id() END
        FROM generate_series(1, 40000) n, LATERAL (SELECT now() - (40000 - n) * interval '10 seconds' AS created) s;

        INSERT INTO audit_events (event, outcome, actor_kind, user_id, trace_id)
        SELECT 300, 1, 1, pg_temp.user_id(1 + n * 7919 % 10000), md5(n::text) FROM generate_series(1, 40000) n;

        INSERT INTO audit_seals (number, sealed_at, to_id, oldest_at, newest_at, event_count, event_root, event_ids, event_marks,
            refresh_count, refresh_root, refresh_ids, refresh_marks, digest, key, mac)
        SELECT n, now(), n, now(), now(), 0, '', '{}', '', 0, '', '{}', '', sha256(n::text::bytea), 'no such key', ''
        FROM generate_series(1, 10000) n;

        INSERT INTO account_attempts (identifier_hash, user_id, updated_at, locked_until)
        SELECT sha256(n::text::bytea), CASE WHEN n % 5 > 0 THEN pg_temp.user_id(n) END,
            now() - CASE WHEN n % 100 = 2 THEN interval '31 days' ELSE interval '1 hour' END,
            CASE WHEN n % 1000 = 1 THEN now() + interval '1 hour' END
        FROM generate_series(1, 10000) n;

        INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at, confirmed_at)
        SELECT pg_temp.user_id(n), sha256(n::text::bytea), 0, now() - interval '2 days', CASE WHEN n % 100 > 0 THEN now() END
        FROM generate_series(2, 10000, 2) n;
        INSERT INTO recovery_codes (user_id, code_hash, created_at)
        SELECT pg_temp.user_id(n), sha256((n || ' ' || c)::bytea), now()
        FROM generate_series(2, 10000, 2) n, generate_series(1, 3) c;
        INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
        SELECT sha256(n::text::bytea), pg_temp.user_id(n), '', now(),
            now() + CASE WHEN n % 100 = 0 THEN interval '-2 days' ELSE interval '5 minutes' END, 0
        FROM generate_series(2, 10000, 2) n;
        INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, name, transports, backup_eligible, backed_up,
            created_at)
        SELECT pg_temp.v7(now(), 'p' || n), pg_temp.user_id(n), sha256(n::text::bytea), '', 0, 'Key', '{}', false, false, now()
        FROM generate_series(1, 10000) n;
        INSERT INTO devices (id, user_id, created_at, last_used_at)
        SELECT pg_temp.v7(now(), 'd' || n), pg_temp.user_id(1 + n % 10000), now(), now() FROM generate_series(1, 30000) n;
        INSERT INTO passkey_challenges (token_hash, purpose, binding, state, expires_at)
        SELECT sha256(n::text::bytea), 2, '', '{}',
            now() + CASE WHEN n % 100 = 0 THEN interval '-1 minute' ELSE interval '1 hour' END
        FROM generate_series(1, 10000) n;
        INSERT INTO one_time_tokens (id, user_id, purpose, normalized_email, security_stamp, token_hash, created_at, expires_at)
        SELECT pg_temp.v7(now(), 't' || n), pg_temp.user_id(n), CASE WHEN n % 50 = 7 THEN 4 ELSE 1 + n % 2 END,
            CASE WHEN n % 50 = 7 THEN 'FORMER' ELSE 'MANY' END || n || '@USERS.TEST', '', sha256(n::text::bytea), now(),
            now() + CASE WHEN n % 100 = 0 THEN interval '-2 days' ELSE interval '1 day' END
        FROM generate_series(1, 10000) n;
        INSERT INTO mailed_codes (id, token_hash, token_id, guesses, expires_at)
        SELECT pg_temp.v7(now(), 'c' || n), sha256(n::text::bytea), pg_temp.v7(now(), 't' || n), 0,
            now() + CASE WHEN n % 100 = 0 THEN interval '-2 days' ELSE interval '10 minutes' END
        FROM generate_series(1, 10000) n;
        INSERT INTO invitations (id, email, normalized_email, invited_by, token_hash, created_at, expires_at)
        SELECT pg_temp.v7(now(), 'i' || n), 'invited' || n || '@users.test', 'INVITED' || n || '@USERS.TEST',
            CASE WHEN n % 2 = 0 THEN pg_temp.user_id(n) END, sha256(('i' || n)::bytea), now(),
            now() + CASE WHEN n % 100 = 0 THEN interval '-2 days' ELSE interval '6 days' END
        FROM generate_series(1, 10000) n;
        INSERT INTO outbox (id, kind, user_id, recipient, created_at, queued_at, admitted_at, next_attempt_at, attempts, sent_at,
            failed_at, erase_at)
        SELECT pg_temp.v7(now() - n * interval '10 seconds', 'm' || n), 1 + n % 3, pg_temp.user_id(n),
            'many' || n || '@users.test', now(), now(), now(), now() + interval '1 hour', 1, CASE WHEN n % 100 > 1 THEN now() END,
            CASE WHEN n % 100 = 0 THEN now() END,
            CASE WHEN n % 100 = 2 THEN now() - interval '1 day' WHEN n % 100 <> 1 THEN now() + interval '6 days' END
        FROM generate_series(1, 10000) n;
        ANALYZE
        """);
}
