using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Sessions;

/// <summary>Starts and ends sessions. <see cref="RefreshRotation"/> rotates their refresh tokens.</summary>
public sealed class SessionService(
    AuthDbContext db,
    AuditLog audit,
    RevocationList revocations,
    ServerSecrets secrets,
    UserDevices devices,
    Outbox outbox,
    AuthMeter meter,
    SecondFactorRule rule,
    IOptions<SessionOptions> options)
{
    /// <summary>The keys of refresh tokens, for <see cref="StartAsync"/>.</summary>
    public async ValueTask<RefreshTokenKeys> TokenKeysAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretPurpose.RefreshTokens, cancellationToken));

    /// <summary>
    /// Starts a session inside the caller's transaction, unless the password was changed or the account was disabled since the
    /// sign-in began. A sign-in in progress must not survive either.
    /// </summary>
    /// <param name="transaction">The sign-in's transaction.</param>
    /// <param name="keys">The keys of refresh tokens, read before the transaction began.</param>
    /// <param name="session">The verified sign-in.</param>
    /// <param name="now">The time of Postgres, read in this transaction. The session's id contains it.</param>
    /// <param name="entry">
    /// The caller's audit entry, from which the entries of a new device and of evicted sessions are derived.
    /// </param>
    /// <returns>Null if the account has changed since the sign-in read it.</returns>
    public async Task<SessionGrant?> StartAsync(
        AuditedTransaction transaction, RefreshTokenKeys keys, NewSession session, DateTimeOffset now, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(keys);

        var id = Guid.CreateVersion7(now);
        var token = keys.First(id);
        var createdAt = SessionId.CreatedAt(id);
        var authenticatedAt = session.AuthenticatedAt ?? createdAt;
        var absolute = createdAt + options.Value.AbsoluteLifetime;
        var expires = createdAt + options.Value.IdleLifetime;

        var started = await db.Database.SqlQuery<StartedRow>(SqlFragment.Inline(
            $"""
            -- insert session
            WITH account AS (
                UPDATE users SET last_login_at = {createdAt}
                WHERE id = {session.UserId} AND security_stamp = {session.SecurityStamp} AND is_active
                    AND ({session.IsMultiFactor} OR (NOT totp_enabled AND {rule.Exempts("users.id")}))
                RETURNING id, fields)
            INSERT INTO sessions (
                id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at, generation,
                token_hash, authentication_methods, device_name, user_agent, address)
            SELECT
                {id}, account.id, {createdAt}, {authenticatedAt}, {createdAt}, {expires}, {absolute}, 0,
                {token.Hash()}, {session.AuthenticationMethods}, {session.DeviceName}::text, {session.UserAgent}::text,
                {session.Address}::inet
            FROM account
            RETURNING {RoleQueries.NamesOf("sessions.user_id")} AS roles,
                {RoleQueries.VersionOf("sessions.user_id")} AS roles_version,
                (SELECT account.fields::text FROM account) AS fields,
                EXISTS (SELECT FROM users u WHERE u.id = sessions.user_id AND u.last_login_at IS NOT NULL) AS is_later_sign_in
            """)).ToListAsync();
        if (started.Count == 0)
        {
            return null;
        }

        await EvictAsync(transaction, session.UserId, id, entry);
        var deviceId = await RememberDeviceAsync(transaction, session, id, createdAt, started[0].IsLaterSignIn, entry);
        return new SessionGrant(
            id, session.UserId, authenticatedAt, session.AuthenticationMethods, started[0].Roles, started[0].RolesVersion,
            started[0].Fields, token, options.Value.IdleLifetime, options.Value.AbsoluteLifetime, deviceId);
    }

    /// <summary>Lists the live sessions of a user, the most recently used first.</summary>
    public Task<List<Session>> ListAsync(Guid userId, CancellationToken cancellationToken) => LiveSessions.In(db)
        .TagWith("list sessions")
        .Where(s => s.UserId == userId)
        .OrderByDescending(s => s.LastUsedAt)
        .ToListAsync(cancellationToken);

    /// <summary>
    /// Returns the content of a fresh access token after the user has re-authenticated. The session itself is not changed.
    /// Otherwise an attacker with a stolen refresh token of the session could get fresh access tokens too.
    /// </summary>
    /// <param name="sessionId">The session of the user.</param>
    /// <param name="methods">The methods of the re-authentication, which apply to this token only.</param>
    /// <param name="securityStamp">The stamp that was read before the credentials were checked.</param>
    /// <returns>
    /// Null if the session has ended, the password was changed, or a second factor was enabled or is required that was not used.
    /// </returns>
    public async Task<ReauthenticatedSession?> ReauthenticateAsync(Guid sessionId, string[] methods, string securityStamp)
    {
        var multiFactor = methods.Contains("mfa");
        var rows = await db.Database.SqlQuery<ReauthenticatedSession>(SqlFragment.Inline(
            $"""
            -- re-authenticate session
            SELECT s.id AS session_id, s.user_id, clock_timestamp() AS authenticated_at,
                {methods}::text[] AS authentication_methods, {RoleQueries.NamesOf("u.id")} AS roles,
                {RoleQueries.VersionOf("u.id")} AS roles_version, u.fields::text AS fields,
                s.absolute_expires_at - clock_timestamp() AS expires_in
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = {sessionId} AND {LiveSessions.Live}
                AND u.is_active AND u.security_stamp = {securityStamp}
                AND ({multiFactor} OR (NOT u.totp_enabled AND {rule.Exempts("u.id")}))
            FOR SHARE OF u
            """)).ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Marks the session as multi-factor, which appears in its next tokens. A session that is so already keeps its methods.
    /// </summary>
    public Task MarkMultiFactorAsync(Guid sessionId, string[] methods) => db.Database.ExecuteSqlAsync(
        $"""
        -- update session methods
        UPDATE sessions SET authentication_methods = {methods}
        WHERE id = {sessionId} AND NOT 'mfa' = ANY(authentication_methods)
        """);

    /// <summary>
    /// Ends one session together with its refresh token and its access tokens. Unless the user signs out, or a service does so
    /// for the user, its device is forgotten too.
    /// </summary>
    /// <param name="sessionId">The session to end.</param>
    /// <param name="owner">If not null, the session is ended only if it belongs to this user.</param>
    /// <param name="reason">The reason to store.</param>
    /// <param name="entry">The audit entry to record if the session is ended.</param>
    /// <returns>False if the session does not exist or was already ended.</returns>
    public async Task<bool> EndAsync(Guid sessionId, Guid? owner, RevocationReason reason, AuditEntry entry)
    {
        var keepsDevice = reason is RevocationReason.SignedOut or RevocationReason.RevokedByService;
        await using var transaction = await audit.BeginAsync();
        var users = await db.Database.SqlQuery<Guid>(SqlFragment.Inline(
            $"""
            -- end session
            WITH ended AS (
                UPDATE sessions s
                SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
                WHERE s.id = {sessionId} AND {LiveSessions.NotEnded} AND ({owner}::uuid IS NULL OR s.user_id = {owner}::uuid)
                RETURNING s.user_id, s.device_id),
            forgotten AS (
                DELETE FROM devices d USING ended e
                WHERE d.id = e.device_id AND d.user_id = e.user_id AND {!keepsDevice})
            SELECT user_id AS "Value" FROM ended
            """)).ToListAsync();
        if (users.Count == 0)
        {
            return false;
        }

        transaction.Record(entry with { UserId = users[0], SessionId = sessionId });
        PublishAfterCommit(transaction, [sessionId], reason);
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Whether the session belongs to another user. Sessions that ended recently are included.</summary>
    public Task<bool> BelongsToAnotherUserAsync(Guid sessionId, Guid userId) =>
        db.Sessions.TagWith("find session owner").AnyAsync(s => s.Id == sessionId && s.UserId != userId);

    /// <summary>
    /// Ends all sessions of a user, or all but one, and forgets their devices. Nothing is recorded if nothing is ended.
    /// </summary>
    /// <returns>The number of live sessions that ended.</returns>
    public async Task<int> EndAllForUserAsync(Guid userId, Guid? except, RevocationReason reason, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        var ended = await EndAllForUserAsync(transaction, userId, except, reason);
        if (ended.Any)
        {
            transaction.Record(entry with { UserId = userId });
            await transaction.CommitAsync();
        }

        return ended.Live;
    }

    /// <summary>The same as part of a larger change, such as a password change.</summary>
    public async Task<EndedSessions> EndAllForUserAsync(
        AuditedTransaction transaction, Guid userId, Guid? except, RevocationReason reason)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // Expired sessions are ended too, because their access tokens may still be valid.
        var ended = await db.Database.SqlQuery<EndedRow>(SqlFragment.Inline(
            $"""
            -- end sessions
            UPDATE sessions s
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)reason}, revoked_xid = pg_current_xact_id()
            WHERE s.id IN (
                SELECT s.id FROM sessions s
                WHERE s.user_id = {userId} AND {LiveSessions.NotEnded} AND s.id IS DISTINCT FROM {except}::uuid
                ORDER BY s.id FOR UPDATE)
            RETURNING s.id, {LiveSessions.Unexpired} AS was_live
            """)).ToListAsync();
        PublishAfterCommit(transaction, ended.ConvertAll(row => row.Id), reason);
        var forgotten = await devices.ForgetAllAsync(userId, except);
        return new EndedSessions(ended.Count + forgotten > 0, ended.Count(row => row.WasLive));
    }

    /// <summary>Signs out all users by moving the epoch, which is a single row regardless of the number of sessions.</summary>
    public async Task EndAllAsync(AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        var epoch = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            -- end all sessions
            UPDATE token_epoch SET not_before = GREATEST(not_before, date_trunc('milliseconds', clock_timestamp()))
            RETURNING not_before AS "Value"
            """).ToListAsync();
        transaction.Record(entry);
        transaction.AfterCommit(() => revocations.PublishEpochAsync(epoch[0]));
        await transaction.CommitAsync();
    }

    /// <summary>
    /// Ends the sessions that exceed the user's maximum, but never the one that has just started. The caller's statement has
    /// locked the user's row, so that parallel sign-ins cannot exceed the maximum together.
    /// </summary>
    private async Task EvictAsync(AuditedTransaction transaction, Guid userId, Guid newSessionId, AuditEntry entry)
    {
        var evicted = await db.Database.SqlQuery<Guid>(SqlFragment.Inline(
            $"""
            -- evict sessions
            UPDATE sessions s
            SET revoked_at = clock_timestamp(), revoked_reason = {(int)RevocationReason.TooManySessions},
                revoked_xid = pg_current_xact_id()
            WHERE s.id IN (
                SELECT id FROM sessions
                WHERE revoked_at IS NULL AND id IN (
                    SELECT s.id FROM sessions s
                    WHERE s.user_id = {userId} AND s.id <> {newSessionId} AND {LiveSessions.Live}
                    ORDER BY s.last_used_at DESC, s.id DESC OFFSET {options.Value.MaximumPerUser - 1})
                ORDER BY id FOR UPDATE)
            RETURNING s.id AS "Value"
            """)).ToListAsync();
        foreach (var id in evicted)
        {
            transaction.Record(entry with { Event = AuditEvent.SessionEvicted, UserId = userId, SessionId = id, Reason = null });
        }

        PublishAfterCommit(transaction, evicted, RevocationReason.TooManySessions);
    }

    /// <summary>
    /// Records the device of a session that has just started. A new device is audited and the user is told, except at the first
    /// sign-in of the account.
    /// </summary>
    private async Task<Guid> RememberDeviceAsync(
        AuditedTransaction transaction, NewSession session, Guid id, DateTimeOffset now, bool isLaterSignIn, AuditEntry entry)
    {
        var device = await devices.RememberAsync(session.UserId, id, session.DeviceId, session.DeviceName, now);
        transaction.AfterCommit(() => meter.DeviceSignedIn(device.IsNew ? DeviceKind.New : DeviceKind.Known));
        if (!device.IsNew)
        {
            return device.Id;
        }

        for (var i = 0; i < device.Evicted; i++)
        {
            transaction.Record(entry with { Event = AuditEvent.DeviceEvicted, UserId = session.UserId, Reason = null });
        }

        if (isLaterSignIn)
        {
            transaction.Record(
                entry with { Event = AuditEvent.DeviceAdded, UserId = session.UserId, SessionId = id, Reason = null });
            await outbox.AddAsync(
                transaction, NewMail.ToUser(MailKind.NewDevice, session.UserId, MailDetails.Of(entry.Actor)));
        }

        return device.Id;
    }

    private void PublishAfterCommit(AuditedTransaction transaction, List<Guid> ended, RevocationReason reason)
    {
        if (ended.Count == 0)
        {
            return;
        }

        transaction.AfterCommit(() => meter.SessionsRevoked(WireName.Of(reason), ended.Count));
        transaction.AfterCommit(() => revocations.PublishAsync(ended));
    }

    private sealed record StartedRow(string[] Roles, long RolesVersion, string Fields, bool IsLaterSignIn) : Confidential;

    private sealed record EndedRow(Guid Id, bool WasLive);
}
