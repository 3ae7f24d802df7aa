using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Exchanges a refresh token for its successor (RFC 9700, section 4.14.2). However many callers bring the same token, one
/// statement rotates it once; the others get the same successor within the grace, and end the session after it.
/// </summary>
public sealed class RefreshRotation(
    AuthDbContext db,
    AuditLog audit,
    SessionService sessions,
    ServerSecrets secrets,
    IOptions<SessionOptions> options)
{
    private readonly SessionOptions _options = options.Value;

    public async Task<RotationOutcome> RotateAsync(string? presented, Actor actor, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(cancellationToken);
        var token = RefreshToken.Parse(presented);
        if (token is null || !keys.IsGenuine(token))
        {
            return await RefuseAsync(actor, null, token is null ? "malformed" : "forged", cancellationToken);
        }

        return await TryRotateAsync(token, keys.Successor(token), actor, cancellationToken)
            ?? await ExplainAsync(token, keys.Successor(token), actor, cancellationToken);
    }

    /// <summary>
    /// The session that a token belongs to, for a sign-out: any token that this server ever made for it will do, since
    /// bringing an old one would end it anyway.
    /// </summary>
    /// <returns>Null for a token that this server did not make.</returns>
    public async Task<RefreshToken?> GenuineAsync(string? presented, CancellationToken cancellationToken)
    {
        var token = RefreshToken.Parse(presented);
        return token is not null && (await KeysAsync(cancellationToken)).IsGenuine(token) ? token : null;
    }

    private async Task<RotationOutcome?> TryRotateAsync(
        RefreshToken token, RefreshToken successor, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        var rows = await db.Database.SqlQuery<RotatedRow>(
            $"""
            UPDATE sessions s
            SET generation = s.generation + 1,
                previous_token_hash = s.token_hash,
                token_hash = {successor.Hash()},
                rotated_at = c.now,
                last_used_at = c.now,
                expires_at = LEAST(c.now + {_options.IdleLifetime}, s.absolute_expires_at)
            FROM (SELECT clock_timestamp() AS now) c, users u, token_epoch e
            WHERE s.id = {token.SessionId} AND s.generation = {token.Generation} AND s.token_hash = {token.Hash()}
                AND s.revoked_at IS NULL AND s.expires_at > c.now AND s.absolute_expires_at > c.now
                AND s.created_at > e.not_before
                AND u.id = s.user_id AND u.is_active
            RETURNING s.user_id AS "UserId", s.authenticated_at AS "AuthenticatedAt",
                s.authentication_methods AS "AuthenticationMethods",
                s.expires_at - c.now AS "ExpiresIn", s.absolute_expires_at - c.now AS "AbsoluteExpiresIn"
            """).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return null;
        }

        var grant = rows[0].ToGrant(successor);
        transaction.Record(Refreshed(grant, actor, null));
        await transaction.CommitAsync(cancellationToken);
        return new RotationOutcome.Rotated(grant);
    }

    /// <summary>The token was not the live one of a good session: finds out what it was.</summary>
    private async Task<RotationOutcome> ExplainAsync(
        RefreshToken token, RefreshToken successor, Actor actor, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<StateRow>(
            $"""
            SELECT s.user_id AS "UserId", s.generation AS "Generation", s.token_hash AS "TokenHash",
                s.previous_token_hash AS "PreviousTokenHash", s.revoked_reason AS "RevokedReason",
                s.authenticated_at AS "AuthenticatedAt", s.authentication_methods AS "AuthenticationMethods",
                s.revoked_at IS NULL AND s.expires_at > c.now AND s.absolute_expires_at > c.now
                    AND s.created_at > e.not_before AND u.is_active AS "Live",
                COALESCE(c.now - s.rotated_at, interval '0') AS "SinceRotation",
                s.expires_at - c.now AS "ExpiresIn", s.absolute_expires_at - c.now AS "AbsoluteExpiresIn"
            FROM (SELECT clock_timestamp() AS now) c, sessions s JOIN users u ON u.id = s.user_id, token_epoch e
            WHERE s.id = {token.SessionId}
            """).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return await RefuseAsync(actor, null, "unknown_session", cancellationToken);
        }

        var state = rows[0];
        var entry = new AuditEntry(AuditEvent.RefreshRefused, AuditOutcome.Refused, actor)
        {
            UserId = state.UserId,
            SessionId = token.SessionId,
        };
        if (!state.Live)
        {
            await audit.WriteAsync(entry with { Reason = "session_ended" }, cancellationToken);
            var reused = state.RevokedReason == (int)RevocationReason.RefreshTokenReused && token.Generation < state.Generation;
            return reused ? new RotationOutcome.Reused() : new RotationOutcome.Refused();
        }

        if (MayRepeat(token, successor, state))
        {
            var grant = state.ToGrant(successor);
            await audit.WriteAsync(Refreshed(grant, actor, "repeated_within_grace"), cancellationToken);
            return new RotationOutcome.Rotated(grant);
        }

        if (token.Generation >= state.Generation)
        {
            // Genuine by its seal and yet never issued by this row: only a restored database or a copied key explains it.
            await audit.WriteAsync(entry with { Reason = "not_of_this_session" }, cancellationToken);
            return new RotationOutcome.Refused();
        }

        // Of many callers that bring the old token at once, the one that ends the session writes the event.
        var ended = await sessions.EndAsync(
            token.SessionId, owner: null, RevocationReason.RefreshTokenReused,
            entry with { Event = AuditEvent.RefreshTokenReused }, cancellationToken);
        if (!ended)
        {
            await audit.WriteAsync(entry with { Reason = "session_ended" }, cancellationToken);
        }

        return new RotationOutcome.Reused();
    }

    private bool MayRepeat(RefreshToken token, RefreshToken successor, StateRow state) =>
        token.Generation == state.Generation - 1
        && state.PreviousTokenHash is not null
        && CryptographicOperations.FixedTimeEquals(token.Hash(), state.PreviousTokenHash)
        && CryptographicOperations.FixedTimeEquals(successor.Hash(), state.TokenHash)
        && state.SinceRotation < _options.RefreshGrace;

    private async Task<RotationOutcome> RefuseAsync(
        Actor actor, Guid? userId, string reason, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry(AuditEvent.RefreshRefused, AuditOutcome.Refused, actor) { UserId = userId, Reason = reason };
        await audit.WriteAsync(entry, cancellationToken);
        return new RotationOutcome.Refused();
    }

    private async ValueTask<RefreshTokenKeys> KeysAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretPurpose.RefreshTokens, cancellationToken));

    private static AuditEntry Refreshed(SessionGrant grant, Actor actor, string? reason) =>
        new(AuditEvent.Refreshed, AuditOutcome.Success, actor)
        {
            UserId = grant.UserId,
            SessionId = grant.SessionId,
            Reason = reason,
        };

    private record RotatedRow(
        Guid UserId, DateTimeOffset AuthenticatedAt, string[] AuthenticationMethods, TimeSpan ExpiresIn, TimeSpan AbsoluteExpiresIn)
    {
        public SessionGrant ToGrant(RefreshToken token) => new(
            token.SessionId, UserId, AuthenticatedAt, AuthenticationMethods, token, ExpiresIn, AbsoluteExpiresIn);
    }

    private sealed record StateRow(
        Guid UserId,
        DateTimeOffset AuthenticatedAt,
        string[] AuthenticationMethods,
        TimeSpan ExpiresIn,
        TimeSpan AbsoluteExpiresIn,
        int Generation,
        byte[] TokenHash,
        byte[]? PreviousTokenHash,
        int? RevokedReason,
        bool Live,
        TimeSpan SinceRotation)
        : RotatedRow(UserId, AuthenticatedAt, AuthenticationMethods, ExpiresIn, AbsoluteExpiresIn);
}
