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
    /// <summary>The keys of refresh tokens, for <see cref="StartAsync"/>.</summary>
    public async ValueTask<RefreshTokenKeys> TokenKeysAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretPurpose.RefreshTokens, cancellationToken));

    /// <summary>
    /// Starts a session inside the caller's transaction, unless the password changed or the account was disabled since the
    /// sign-in began: a sign-in that is under way must not outlive either.
    /// </summary>
    /// <param name="transaction">The sign-in's transaction.</param>
    /// <param name="keys">Read before the transaction began.</param>
    /// <param name="session">What was checked.</param>
    /// <param name="now">The time by Postgres, taken in this transaction: the session's id carries it.</param>
    /// <param name="entry">The caller's entry, from which that of an evicted session is made.</param>
    /// <returns>Null if the account is no longer what the sign-in saw.</returns>
    public async Task<SessionGrant?> StartAsync(
        AuditedTransaction transaction, RefreshTokenKeys keys, NewSession session, DateTimeOffset now, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(keys);

        var id = Guid.CreateVersion7(now);
        var token = keys.First(id);
        var createdAt = SessionId.CreatedAt(id);
        var absolute = createdAt + options.Value.AbsoluteLifetime;
        var expires = createdAt + options.Value.IdleLifetime;

        var started = await db.Database.ExecuteSqlAsync(
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
                {session.Address}::inet
            FROM account
            """);
        if (started == 0)
        {
            return null;
        }

        await EvictAsync(transaction, session.UserId, id, entry);
        return new SessionGrant(
            id, session.UserId, createdAt, session.AuthenticationMethods, token,
            options.Value.IdleLifetime, options.Value.AbsoluteLifetime);
    }

    /// <summary>A user's own list of live sessions, the last used first.</summary>
    public Task<List<Session>> ListAsync(Guid userId, CancellationToken cancellationToken) => LiveSessions.In(db)
        .Where(s => s.UserId == userId)
        .OrderByDescending(s => s.LastUsedAt)
        .ToListAsync(cancellationToken);

    /// <summary>
    /// What a fresh access token of a session is made of, once the user has shown the credentials again. The session itself
    /// stays as it was signed in: whoever holds a stolen refresh token of it must not become fresh with its owner.
    /// </summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="methods">How the credentials were shown, for this token alone.</param>
    /// <param name="securityStamp">The stamp as it was read before the credentials were checked.</param>
    /// <returns>
    /// Null if the session is over, the password has changed, or a second factor that was not shown has been switched on.
    /// </returns>
    public async Task<ReauthenticatedSession?> ReauthenticateAsync(Guid sessionId, string[] methods, string securityStamp)
    {
        var multiFactor = methods.Contains("mfa");
        var rows = await db.Database.SqlQuery<ReauthenticatedSession>(SqlFragment.In(
            $"""
            SELECT s.id AS session_id, s.user_id, clock_timestamp() AS authenticated_at,
                {methods}::text[] AS authentication_methods, s.absolute_expires_at - clock_timestamp() AS expires_in
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = {sessionId} AND {LiveSessions.Live}
                AND u.is_active AND u.security_stamp = {securityStamp} AND (NOT u.totp_enabled OR {multiFactor})
            FOR SHARE OF u
            """)).ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Lets the session's next tokens say that a second factor was shown.</summary>
    public Task MarkMultiFactorAsync(Guid sessionId, string[] methods) => db.Database.ExecuteSqlAsync(
        $"UPDATE sessions SET authentication_methods = {methods} WHERE id = {sessionId}");

    /// <summary>Ends one session, with its refresh token and its access tokens.</summary>
    /// <param name="sessionId">Which.</param>
    /// <param name="owner">Only if it is this user's; null for any.</param>
    /// <param name="reason">Why, for the row.</param>
    /// <param name="entry">What is recorded if it had not been ended before.</param>
    /// <returns>False if there was no such session, or if it had been ended.</returns>
    public async Task<bool> EndAsync(Guid sessionId, Guid? owner, RevocationReason reason, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        var users = await db.Database.SqlQuery<Guid>(SqlFragment.In(
            $"""
            UPDATE sessions s
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
            WHERE s.id = {sessionId} AND {LiveSessions.NotEnded} AND ({owner}::uuid IS NULL OR s.user_id = {owner}::uuid)
            RETURNING s.user_id AS "Value"
            """)).ToListAsync();
        if (users.Count == 0)
        {
            return false;
        }

        transaction.Record(entry with { UserId = users[0], SessionId = sessionId });
        transaction.AfterCommit(() => revocations.PublishAsync([sessionId]));
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Whether there is, or was until a short time ago, such a session of somebody else.</summary>
    public Task<bool> IsOfAnotherUserAsync(Guid sessionId, Guid userId) =>
        db.Sessions.AnyAsync(s => s.Id == sessionId && s.UserId != userId);

    /// <summary>Ends every session of a user, or all but one. What changes nothing is not recorded.</summary>
    /// <returns>How many live ones ended.</returns>
    public async Task<int> EndAllOfUserAsync(Guid userId, Guid? except, RevocationReason reason, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        var ended = await EndAllOfUserAsync(transaction, userId, except, reason);
        if (ended.Any)
        {
            transaction.Record(entry with { UserId = userId });
            await transaction.CommitAsync();
        }

        return ended.Live;
    }

    /// <summary>The same as part of a larger change, such as a new password.</summary>
    public async Task<EndedSessions> EndAllOfUserAsync(
        AuditedTransaction transaction, Guid userId, Guid? except, RevocationReason reason)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // One that has not been refreshed in time is ended too: its access tokens may still be good.
        var ended = await db.Database.SqlQuery<EndedRow>(SqlFragment.In(
            $"""
            UPDATE sessions s
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
            WHERE s.id IN (
                SELECT s.id FROM sessions s
                WHERE s.user_id = {userId} AND {LiveSessions.NotEnded} AND s.id IS DISTINCT FROM {except}::uuid
                ORDER BY s.id FOR UPDATE)
            RETURNING s.id, {LiveSessions.Unexpired} AS was_live
            """)).ToListAsync();
        transaction.AfterCommit(() => revocations.PublishAsync(ended.ConvertAll(row => row.Id)));
        return new EndedSessions(ended.Count > 0, ended.Count(row => row.WasLive));
    }

    /// <summary>Signs everybody out by moving the epoch: one row, however many sessions there are.</summary>
    public async Task EndAllAsync(AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        var epoch = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            UPDATE token_epoch SET not_before = GREATEST(not_before, date_trunc('milliseconds', clock_timestamp()))
            RETURNING not_before AS "Value"
            """).ToListAsync();
        transaction.Record(entry);
        transaction.AfterCommit(() => revocations.PublishEpochAsync(epoch[0]));
        await transaction.CommitAsync();
    }

    /// <summary>
    /// Ends what is over the user's number of sessions, never the one that has just begun. The caller's statement holds the
    /// user's row, so that two sign-ins cannot both leave the same one.
    /// </summary>
    private async Task EvictAsync(AuditedTransaction transaction, Guid userId, Guid begun, AuditEntry entry)
    {
        var evicted = await db.Database.SqlQuery<Guid>(SqlFragment.In(
            $"""
            UPDATE sessions s
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)RevocationReason.TooManySessions},
                revoked_xid = pg_current_xact_id()
            WHERE s.id IN (
                SELECT id FROM sessions
                WHERE revoked_at IS NULL AND id IN (
                    SELECT s.id FROM sessions s
                    WHERE s.user_id = {userId} AND s.id <> {begun} AND {LiveSessions.Live}
                    ORDER BY s.last_used_at DESC, s.id DESC OFFSET {options.Value.MaximumPerUser - 1})
                ORDER BY id FOR UPDATE)
            RETURNING s.id AS "Value"
            """)).ToListAsync();
        foreach (var id in evicted)
        {
            transaction.Record(entry with { Event = AuditEvent.SessionEvicted, UserId = userId, SessionId = id, Reason = null });
        }

        if (evicted.Count > 0)
        {
            transaction.AfterCommit(() => revocations.PublishAsync(evicted));
        }
    }

    private sealed record EndedRow(Guid Id, bool WasLive);
}
