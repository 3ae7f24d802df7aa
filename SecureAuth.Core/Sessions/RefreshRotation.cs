using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Exchanges a refresh token for its successor (RFC 9700, section 4.14.2). If several callers present the same token, a single
/// statement rotates it once. The others get the same successor within the grace period; after it, they end the session.
/// </summary>
public sealed class RefreshRotation(
    AuthDbContext db,
    SingleStatements statements,
    AuditLog audit,
    SessionService sessions,
    SecondFactorRule rule,
    IOptions<SessionOptions> options)
{
    private readonly SessionOptions _options = options.Value;

    /// <param name="presented">The token that the client has sent.</param>
    /// <param name="actor">The client.</param>
    /// <param name="inCookie">
    /// Whether the token came in a cookie, and its successor goes into one. The tabs of a browser share it. Each tab refreshes by
    /// itself, and one that is late may send a token that the others have replaced twice, which would look like theft. So a token
    /// that was issued as a cookie stays for the grace period.
    /// </param>
    public async Task<RotationOutcome> RotateAsync(string? presented, Actor actor, bool inCookie = false)
    {
        var keys = await KeysAsync();
        var token = RefreshToken.Parse(presented);
        if (token is null || !keys.Verify(token))
        {
            return await RefuseAsync(actor, token is null ? AuditReason.Malformed : AuditReason.Forged);
        }

        return await TryRotateAsync(token, keys.Successor(token), actor, inCookie)
            ?? await ExplainAsync(token, keys.Successor(token), actor, inCookie);
    }

    /// <summary>
    /// Parses and verifies a token for a sign-out. Every token that this server issued for the session is accepted, because
    /// presenting an old one would end the session anyway.
    /// </summary>
    /// <returns>Null if this server did not issue the token.</returns>
    public async Task<RefreshToken?> VerifyAsync(string? presented)
    {
        var token = RefreshToken.Parse(presented);
        return token is not null && (await KeysAsync()).Verify(token) ? token : null;
    }

    /// <summary>
    /// Rotates and records in one statement, which is its own transaction. If the audit row cannot be written, the token is not
    /// rotated.
    /// </summary>
    private async Task<RotationOutcome?> TryRotateAsync(
        RefreshToken token, RefreshToken successor, Actor actor, bool inCookie)
    {
        var refreshed = new AuditEntry(AuditEvent.Refreshed, AuditOutcome.Success, actor);
        var rotated = await RunAsync(
            $"""
            -- rotate refresh token
            WITH rotated AS (
                UPDATE sessions s
                SET generation = s.generation + 1,
                    previous_token_hash = s.token_hash,
                    token_hash = {successor.Hash()},
                    token_in_cookie = {inCookie},
                    rotated_at = c.now,
                    last_used_at = c.now,
                    expires_at = LEAST(c.now + {_options.IdleLifetime}, s.absolute_expires_at)
                FROM (SELECT clock_timestamp() AS now) c, users u
                WHERE s.id = {token.SessionId} AND s.generation = {token.Generation} AND s.token_hash = {token.Hash()}
                    AND {LiveSessions.Live} AND u.id = s.user_id AND u.is_active AND {rule.Allows()}{IsDue(inCookie)}
                RETURNING s.user_id, s.authenticated_at, s.authentication_methods, u.fields::text AS fields,
                    s.expires_at - c.now AS expires_in, s.absolute_expires_at - c.now AS absolute_expires_in),
            recorded AS (
                INSERT INTO {AuditColumns.Table}
                SELECT {AuditColumns.ValuesOf(refreshed)}, rotated.user_id, {token.SessionId} FROM rotated)
            SELECT rotated.*, {RoleQueries.NamesOf("rotated.user_id")}, {RoleQueries.VersionOf("rotated.user_id")} FROM rotated
            """);
        if (rotated is null)
        {
            return null;
        }

        var grant = rotated.ToGrant(successor);
        audit.Log(refreshed with { UserId = grant.UserId, SessionId = grant.SessionId });
        return new RotationOutcome.Rotated(grant);
    }

    private FormattableString IsDue(bool inCookie)
    {
        if (!inCookie)
        {
            return $"";
        }

        return $" AND NOT (s.token_in_cookie AND s.rotated_at > c.now - {_options.RefreshGrace})";
    }

    private async Task<RotatedRow?> RunAsync(FormattableString rotation)
    {
        try
        {
            return await statements.RunAsync(rotation, row => new RotatedRow(
                UserId: row.GetGuid(0),
                AuthenticatedAt: row.GetFieldValue<DateTimeOffset>(1),
                AuthenticationMethods: row.GetFieldValue<string[]>(2),
                Fields: row.GetString(3),
                ExpiresIn: row.GetFieldValue<TimeSpan>(4),
                AbsoluteExpiresIn: row.GetFieldValue<TimeSpan>(5),
                Roles: row.GetFieldValue<string[]>(6),
                RolesVersion: row.GetInt64(7)));
        }
        catch (PostgresException cause) when (cause.TableName is not ("sessions" or "users")
            && !MeansMissingPrivilege(cause)
            && !LostConnection.IsMeantBy(cause))
        {
            throw AuditLog.Unwritable(cause);
        }
    }

    /// <summary>A privilege on another table than that of the audit rows, which is a defect of the deployment.</summary>
    private static bool MeansMissingPrivilege(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.InsufficientPrivilege
        && !error.MessageText.Contains("audit_events", StringComparison.Ordinal);

    /// <summary>Determines why a token could not be rotated.</summary>
    private async Task<RotationOutcome> ExplainAsync(
        RefreshToken token, RefreshToken successor, Actor actor, bool inCookie)
    {
        var rows = await db.Database.SqlQuery<StateRow>(SqlFragment.Inline(
            $"""
            -- find refresh token
            SELECT s.user_id, s.generation, s.token_hash,
                s.previous_token_hash, s.token_in_cookie, s.revoked_reason,
                s.authenticated_at, s.authentication_methods, {RoleQueries.NamesOf("s.user_id")} AS roles,
                {RoleQueries.VersionOf("s.user_id")} AS roles_version, u.fields::text AS fields,
                {LiveSessions.Live} AND u.is_active AS live, {rule.Allows()} AS allowed,
                COALESCE(c.now - s.rotated_at, interval '0') AS since_rotation,
                s.expires_at - c.now AS expires_in, s.absolute_expires_at - c.now AS absolute_expires_in
            FROM (SELECT clock_timestamp() AS now) c, sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = {token.SessionId}
            """)).ToListAsync();
        if (rows.Count == 0)
        {
            return await RefuseAsync(actor, AuditReason.UnknownSession);
        }

        var state = rows[0];
        var entry = new AuditEntry(AuditEvent.RefreshRefused, AuditOutcome.Refused, actor)
        {
            UserId = state.UserId,
            SessionId = token.SessionId,
        };
        if (!state.Live)
        {
            await audit.WriteAsync(entry with { Reason = AuditReason.SessionEnded });
            var reused = state.RevokedReason == (int)RevocationReason.RefreshTokenReused && token.Generation < state.Generation;
            return reused ? new RotationOutcome.Reused() : new RotationOutcome.Refused();
        }

        if (!state.Allowed && (IsCurrent(token, state) || MayRepeat(token, successor, state)))
        {
            return await EndWithoutSecondFactorAsync(token, entry);
        }

        // A current token that was not rotated was within the grace period a moment ago.
        var answer = MayRepeat(token, successor, state) ? successor
            : inCookie && state.TokenInCookie && IsCurrent(token, state) ? token
            : null;
        if (answer is not null)
        {
            var grant = state.ToGrant(answer);
            await audit.WriteAsync(entry with
            {
                Event = AuditEvent.Refreshed,
                Outcome = AuditOutcome.Success,
                Reason = AuditReason.RepeatedWithinGrace,
            });
            return new RotationOutcome.Rotated(grant);
        }

        if (token.Generation >= state.Generation)
        {
            // The MAC is valid, but the token was not issued for this row. This requires a restored database or a copied key.
            await audit.WriteAsync(entry with { Reason = AuditReason.NotOfThisSession });
            return new RotationOutcome.Refused();
        }

        // If several callers present the old token at once, only the one that ends the session records the event.
        var ended = await sessions.EndAsync(
            token.SessionId, owner: null, RevocationReason.RefreshTokenReused,
            entry with { Event = AuditEvent.RefreshTokenReused });
        if (!ended)
        {
            await audit.WriteAsync(entry with { Reason = AuditReason.SessionEnded });
        }

        return new RotationOutcome.Reused();
    }

    /// <summary>
    /// Finds the user that a verified token authenticates. The token must be the current token of a live session or, within the
    /// grace period, its immediate predecessor. Any other token, such as one from an old backup, authenticates nobody.
    /// </summary>
    public async Task<Guid?> FindOwnerAsync(RefreshToken token)
    {
        ArgumentNullException.ThrowIfNull(token);

        var hash = token.Hash();
        var owners = await db.Database.SqlQuery<Guid>(SqlFragment.Inline(
            $"""
            -- find refresh token owner
            SELECT s.user_id AS "Value" FROM sessions s
            WHERE s.id = {token.SessionId} AND {LiveSessions.Live}
                AND (s.token_hash = {hash}
                    OR (s.previous_token_hash = {hash} AND s.rotated_at > clock_timestamp() - {_options.RefreshGrace}))
            """)).ToListAsync();
        return owners.Count == 0 ? null : owners[0];
    }

    /// <summary>
    /// Ends a session that was started before its user had to have a second factor. The next sign-in leads through the set-up.
    /// </summary>
    private async Task<RotationOutcome> EndWithoutSecondFactorAsync(RefreshToken token, AuditEntry refused)
    {
        var ended = await sessions.EndAsync(
            token.SessionId, owner: null, RevocationReason.SecondFactorRequired,
            refused with { Event = AuditEvent.SessionWithoutSecondFactorEnded, Reason = AuditReason.SecondFactorRequired });
        if (!ended)
        {
            await audit.WriteAsync(refused with { Reason = AuditReason.SessionEnded });
        }

        return new RotationOutcome.Refused();
    }

    private static bool IsCurrent(RefreshToken token, StateRow state) =>
        token.Generation == state.Generation && CryptographicOperations.FixedTimeEquals(token.Hash(), state.TokenHash);

    private bool MayRepeat(RefreshToken token, RefreshToken successor, StateRow state) =>
        token.Generation == state.Generation - 1
        && state.PreviousTokenHash is not null
        && CryptographicOperations.FixedTimeEquals(token.Hash(), state.PreviousTokenHash)
        && CryptographicOperations.FixedTimeEquals(successor.Hash(), state.TokenHash)
        && state.SinceRotation < _options.RefreshGrace;

    private async Task<RotationOutcome> RefuseAsync(Actor actor, AuditReason reason)
    {
        await audit.WriteAsync(new AuditEntry(AuditEvent.RefreshRefused, AuditOutcome.Refused, actor) { Reason = reason });
        return new RotationOutcome.Refused();
    }

    private ValueTask<RefreshTokenKeys> KeysAsync() => sessions.TokenKeysAsync(CancellationToken.None);

    private record RotatedRow(
        Guid UserId,
        DateTimeOffset AuthenticatedAt,
        string[] AuthenticationMethods,
        string[] Roles,
        long RolesVersion,
        string Fields,
        TimeSpan ExpiresIn,
        TimeSpan AbsoluteExpiresIn) : Confidential
    {
        public SessionGrant ToGrant(RefreshToken token) => new(
            token.SessionId, UserId, AuthenticatedAt, AuthenticationMethods, Roles, RolesVersion, Fields, token, ExpiresIn,
            AbsoluteExpiresIn);
    }

    private sealed record StateRow(
        Guid UserId,
        DateTimeOffset AuthenticatedAt,
        string[] AuthenticationMethods,
        string[] Roles,
        long RolesVersion,
        string Fields,
        TimeSpan ExpiresIn,
        TimeSpan AbsoluteExpiresIn,
        int Generation,
        byte[] TokenHash,
        byte[]? PreviousTokenHash,
        bool TokenInCookie,
        int? RevokedReason,
        bool Live,
        bool Allowed,
        TimeSpan SinceRotation)
        : RotatedRow(
            UserId, AuthenticatedAt, AuthenticationMethods, Roles, RolesVersion, Fields, ExpiresIn, AbsoluteExpiresIn);
}
