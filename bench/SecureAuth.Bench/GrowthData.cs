using Npgsql;

namespace SecureAuth.Bench;

/// <summary>
/// Fills a migrated database. The rows are generated inside PostgreSQL, which is faster than to send them, and in the order of
/// their creation, in which the product would have inserted them.
/// </summary>
internal static class GrowthData
{
    /// <summary>The indexes are built when all rows are there, which takes a fraction of the time.</summary>
    private const string FindIndexes =
        """
        SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique
        """;

    /// <summary>The foreign keys, too, are checked once for all rows.</summary>
    private const string DropForeignKeys =
        """
        SET maintenance_work_mem = '512MB';
        ALTER TABLE sessions DROP CONSTRAINT fk_sessions_user_id;
        ALTER TABLE user_roles DROP CONSTRAINT fk_user_roles_user_id, DROP CONSTRAINT fk_user_roles_role_id;
        CREATE FUNCTION pg_temp.v7(at timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
                || '7' || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid $$;
        CREATE FUNCTION pg_temp.user_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT pg_temp.v7(timestamptz '2026-01-01' + n * interval '1 second', 'u' || n) $$
        """;

    /// <summary>All users have the password of user0, who has registered. One in a thousand is disabled.</summary>
    private const string Users =
        """
        INSERT INTO users (
            id, email, normalized_email, email_verified, display_name, is_active, created_at, updated_at, password_changed_at,
            last_login_at, password_hash, security_stamp, concurrency_stamp, totp_enabled)
        SELECT pg_temp.user_id(n), 'user' || n || '@example.com', 'USER' || n || '@EXAMPLE.COM', true, 'Person ' || n,
            n % 1000 <> 7, u.created_at, u.updated_at, u.password_changed_at, now() - random() * interval '7 days',
            u.password_hash, md5('s' || n), md5('c' || n), false
        FROM users u, generate_series(1::bigint, $1) n WHERE u.email = 'user0@example.com'
        """;

    private const string Roles =
        """
        INSERT INTO roles (id, name, normalized_name)
        VALUES (gen_random_uuid(), 'member', 'MEMBER'), (gen_random_uuid(), 'admin', 'ADMIN')
        """;

    private const string UserRoles =
        """
        INSERT INTO user_roles (user_id, role_id)
        SELECT pg_temp.user_id(n), r.id FROM generate_series(1::bigint, $1) n, roles r
        WHERE r.name = 'member' OR n % 500 = 1
        """;

    /// <summary>Of the last seven days. A tenth was revoked in the last day, and a twentieth has expired.</summary>
    private const string Sessions =
        """
        INSERT INTO sessions (
            id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at, generation, token_hash,
            previous_token_hash, rotated_at, revoked_at, revoked_reason, revoked_xid, authentication_methods, user_agent, address)
        SELECT pg_temp.v7(s.created, 's' || n), pg_temp.user_id(1 + n * 7919 % $2), s.created, s.created, s.used,
            CASE WHEN n % 20 = 1 THEN now() - random() * interval '23 hours' ELSE s.used + interval '7 days' END,
            s.created + interval '30 days', n % 500, sha256(('t' || n)::bytea), sha256(('p' || n)::bytea), s.used,
            CASE WHEN n % 10 = 0 THEN now() - random() * interval '23 hours' END, CASE WHEN n % 10 = 0 THEN 1 END,
            CASE WHEN n % 10 = 0 THEN pg_current_xact_id() END, '{pwd}',
            'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '198.51.100.7'
        FROM (
            SELECT n, c.created, c.created + random() * (now() - c.created) AS used
            FROM generate_series(1::bigint, $1) n,
                LATERAL (SELECT now() - interval '7 days' * (1 - n::double precision / $1) AS created) c) s
        """;

    private const string AuditRows =
        """
        INSERT INTO audit_events (
            occurred_at, event, outcome, actor_kind, user_id, session_id, address, user_agent, request_id, trace_id)
        SELECT now() - ($1 - n) * interval '1 second', 300, 1, 1, pg_temp.user_id(1 + n * 7919 % $2), gen_random_uuid(),
            '198.51.100.7', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', md5('r' || n), md5('t' || n)
        FROM generate_series(1::bigint, $1) n
        """;

    /// <summary>Four fifths belong to accounts, and one in a thousand is locked.</summary>
    private const string Attempts =
        """
        INSERT INTO account_attempts (identifier_hash, user_id, failures, locked_until, updated_at)
        SELECT sha256(('a' || n)::bytea), CASE WHEN n % 5 > 0 THEN pg_temp.user_id(n) END,
            CASE WHEN n % 10 = 0 THEN ARRAY[now()] ELSE '{}' END,
            CASE WHEN n % 1000 = 1 THEN now() + interval '12 hours' END, now() - random() * interval '12 hours'
        FROM generate_series(1::bigint, $1) n
        """;

    private const string AddForeignKeys =
        """
        ALTER TABLE sessions ADD CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
        ALTER TABLE user_roles
            ADD CONSTRAINT fk_user_roles_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
            ADD CONSTRAINT fk_user_roles_role_id FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE
        """;

    private const string Expired =
        """
        INSERT INTO sessions (
            id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at, generation, token_hash,
            authentication_methods)
        SELECT gen_random_uuid(), u.id, now(), now(), now(), now() - interval '2 days', now(), 0, '', '{pwd}'
        FROM generate_series(1::bigint, $1) n JOIN users u ON u.normalized_email = 'USER' || (1 + n * 7919 % $2) || '@EXAMPLE.COM'
        """;

    private const string OldAttempts =
        """
        INSERT INTO account_attempts (identifier_hash, updated_at)
        SELECT sha256(('old' || n)::bytea), now() - interval '31 days' FROM generate_series(1::bigint, $1) n
        """;

    public static async Task FillAsync(string owner, long users)
    {
        await using var connection = await OpenAsync(owner);
        var indexes = await FindIndexesAsync(connection);
        foreach (var (drop, _) in indexes)
        {
            await RunAsync(connection, drop);
        }

        await RunAsync(connection, DropForeignKeys);
        await RunAsync(connection, Users, users);
        await RunAsync(connection, Roles);
        await RunAsync(connection, UserRoles, users);
        await RunAsync(connection, Sessions, 5 * users, users);
        await RunAsync(connection, AuditRows, 10 * users, users);
        await RunAsync(connection, Attempts, users);
        foreach (var (_, create) in indexes)
        {
            await RunAsync(connection, create);
        }

        await RunAsync(connection, AddForeignKeys);
        await RunAsync(connection, "VACUUM ANALYZE users, user_roles, roles, sessions, audit_events, account_attempts");
    }

    /// <summary>Adds sessions and attempts that a purge deletes, the same number for every size.</summary>
    public static async Task AddExpiredAsync(string owner, long rows, long users)
    {
        await using var connection = await OpenAsync(owner);
        await RunAsync(connection, Expired, rows, users);
        await RunAsync(connection, OldAttempts, rows);
    }

    public static async Task<long> CountExpiredAsync(string owner)
    {
        await using var connection = await OpenAsync(owner);
        await using var command = new NpgsqlCommand(
            """
            SELECT (SELECT count(*) FROM sessions
                    WHERE LEAST(expires_at, absolute_expires_at, revoked_at) < now() - interval '1 day')
                + (SELECT count(*) FROM account_attempts WHERE updated_at < now() - interval '30 days')
            """,
            connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<(string Drop, string Create)>> FindIndexesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(FindIndexes, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new List<(string Drop, string Create)>();
        while (await reader.ReadAsync())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string owner)
    {
        var unlimited = new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0, Pooling = false };
        var connection = new NpgsqlConnection(unlimited.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string statement, params long[] numbers)
    {
#pragma warning disable CA2100 // The statements are constants, or come from the database's own catalog.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        await command.ExecuteNonQueryAsync();
    }
}
