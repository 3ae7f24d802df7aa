using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Sessions;

/// <summary>Starts and ends sessions. How their refresh tokens follow each other is <see cref="RefreshRotation"/>.</summary>
public sealed class SessionService(
    AuthDbContext db,
    AuditLog audit,
    RevocationList revocations,
    ServerSecrets secrets,
    IOptions<SessionOptions> options)
{
    /// <summary>
    /// Starts a session inside the caller's transaction, unless the password changed or the account was disabled since the
    /// sign-in began: a sign-in that is under way must not outlive either.
    /// </summary>
    /// <param name="transaction">The sign-in's transaction.</param>
    /// <param name="session">What was checked.</param>
    /// <param name="now">The time by Postgres, taken in this transaction: the session's id carries it.</param>
    /// <param name="entry">The caller's entry, from which that of an evicted session is made.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <returns>Null if the account is no longer what the sign-in saw.</returns>
    public async Task<SessionGrant?> StartAsync(
        AuditedTransaction transaction, NewSession session, DateTimeOffset now, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var keys = new RefreshTokenKeys(await secrets.GetAsync(SecretPurpose.RefreshTokens, cancellationToken));
        var id = Guid.CreateVersion7(now);
        var token = keys.First(id);
        var createdAt = SessionId.CreatedAt(id);
        var absolute = createdAt + options.Value.AbsoluteLifetime;
        var expires = createdAt + options.Value.IdleLifetime;

        var started = await transaction.Db.Database.ExecuteSqlAsync(
            $"""
            WITH account AS (
                UPDATE users SET last_login_at = {createdAt}
                WHERE id = {session.UserId} AND security_stamp = {session.SecurityStamp} AND is_active
                    AND (NOT totp_enabled OR {session.IsMultiFactor})
                RETURNING id)
            INSERT INTO sessions (
                id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at, generation,
                token_hash, authentication_methods, device_name, user_agent, address)
            SELECT
                {id}, account.id, {createdAt}, {createdAt}, {createdAt}, {expires}, {absolute}, 0,
                {token.Hash()}, {session.AuthenticationMethods}, {session.DeviceName}::text, {session.UserAgent}::text,
                {session.Address?.ToString()}::inet
            FROM account
            """,
            cancellationToken);
        if (started == 0)
        {
            return null;
        }

        await EvictAsync(transaction, session.UserId, id, entry, cancellationToken);
        return new SessionGrant(
            id, session.UserId, createdAt, session.AuthenticationMethods, token,
            options.Value.IdleLifetime, options.Value.AbsoluteLifetime);
    }

    /// <summary>A user's own list of live sessions, the last used first.</summary>
    public Task<List<Session>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        db.Sessions.FromSql(
            $"""
            SELECT s.* FROM sessions s, token_epoch e
            WHERE s.user_id = {userId} AND s.revoked_at IS NULL AND s.created_at > e.not_before
                AND s.expires_at > clock_timestamp() AND s.absolute_expires_at > clock_timestamp()
            ORDER BY s.last_used_at DESC
            """).AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>
    /// Notes that the user's credentials were checked again: the session keeps its id, and its next tokens say so. None of it
    /// happens if the password changed, a second factor that was not shown was switched on, or the session ended meanwhile.
    /// </summary>
    /// <returns>What a new access token is made of; null if the session is over.</returns>
    public async Task<ReauthenticatedSession?> ReauthenticateAsync(
        Guid sessionId, string[] methods, string securityStamp, CancellationToken cancellationToken)
    {
        var multiFactor = methods.Contains("mfa");
        var rows = await db.Database.SqlQuery<ReauthenticatedSession>(
            $"""
            UPDATE sessions s SET authenticated_at = clock_timestamp(), authentication_methods = {methods}
            FROM users u
            WHERE s.id = {sessionId} AND s.revoked_at IS NULL AND s.absolute_expires_at > clock_timestamp()
                AND u.id = s.user_id AND u.is_active AND u.security_stamp = {securityStamp}
                AND (NOT u.totp_enabled OR {multiFactor})
            RETURNING s.id AS "SessionId", s.user_id AS "UserId", s.authenticated_at AS "AuthenticatedAt",
                s.authentication_methods AS "AuthenticationMethods",
                s.absolute_expires_at - clock_timestamp() AS "ExpiresIn"
            """).ToListAsync(cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Lets the session's next tokens say that a second factor was shown.</summary>
    public Task MarkMultiFactorAsync(Guid sessionId, string[] methods, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"UPDATE sessions SET authentication_methods = {methods} WHERE id = {sessionId}", cancellationToken);

    /// <summary>Ends one session, with its refresh token and its access tokens.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="owner">Only if it is this user's; null for any.</param>
    /// <param name="reason">Why, for the row.</param>
    /// <param name="entry">What is recorded if it was live.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <returns>False if there was no such live session.</returns>
    public async Task<bool> EndAsync(
        Guid sessionId, Guid? owner, RevocationReason reason, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        var users = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE sessions
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
            WHERE id = {sessionId} AND revoked_at IS NULL AND ({owner}::uuid IS NULL OR user_id = {owner}::uuid)
            RETURNING user_id AS "Value"
            """).ToListAsync(cancellationToken);
        if (users.Count == 0)
        {
            return false;
        }

        transaction.Record(entry with { UserId = users[0], SessionId = sessionId });
        transaction.AfterCommit(() => revocations.PublishAsync([sessionId]));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends every session of a user, or all but one.</summary>
    /// <returns>How many had not been ended before.</returns>
    public async Task<int> EndAllOfUserAsync(
        Guid userId, Guid? except, RevocationReason reason, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        var ended = await EndAllOfUserAsync(transaction, userId, except, reason, cancellationToken);
        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    /// <summary>The same as part of a larger change, such as a new password.</summary>
    /// <returns>How many had not been ended before.</returns>
    public async Task<int> EndAllOfUserAsync(
        AuditedTransaction transaction, Guid userId, Guid? except, RevocationReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var ended = await transaction.Db.Database.SqlQuery<Guid>(
            $"""
            UPDATE sessions
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
            WHERE id IN (
                SELECT id FROM sessions
                WHERE user_id = {userId} AND revoked_at IS NULL AND id IS DISTINCT FROM {except}::uuid
                ORDER BY id FOR UPDATE)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        transaction.AfterCommit(() => revocations.PublishAsync(ended));
        return ended.Count;
    }

    /// <summary>Signs everybody out by moving the epoch: one row, however many sessions there are.</summary>
    public async Task EndEverybodysAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        var epoch = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            UPDATE token_epoch SET not_before = date_trunc('milliseconds', clock_timestamp())
            RETURNING not_before AS "Value"
            """).ToListAsync(cancellationToken);
        transaction.Record(entry);
        transaction.AfterCommit(() => revocations.PublishEpochAsync(epoch[0]));
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Ends what is over the user's number of sessions, never the one that has just begun. The caller's statement holds the
    /// user's row, so that two sign-ins cannot both leave the same one.
    /// </summary>
    private async Task EvictAsync(
        AuditedTransaction transaction, Guid userId, Guid begun, AuditEntry entry, CancellationToken cancellationToken)
    {
        var evicted = await transaction.Db.Database.SqlQuery<Guid>(
            $"""
            UPDATE sessions
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)RevocationReason.TooManySessions},
                revoked_xid = pg_current_xact_id()
            WHERE id IN (
                SELECT id FROM sessions
                WHERE revoked_at IS NULL AND id IN (
                    SELECT id FROM sessions
                    WHERE user_id = {userId} AND id <> {begun} AND revoked_at IS NULL AND expires_at > clock_timestamp()
                    ORDER BY last_used_at DESC, id DESC OFFSET {options.Value.MaximumPerUser - 1})
                ORDER BY id FOR UPDATE)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        foreach (var id in evicted)
        {
            transaction.Record(entry with { Event = AuditEvent.SessionEvicted, UserId = userId, SessionId = id, Reason = null });
        }

        if (evicted.Count > 0)
        {
            transaction.AfterCommit(() => revocations.PublishAsync(evicted));
        }
    }
}
