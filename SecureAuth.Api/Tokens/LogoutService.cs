using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Ends what the caller can show a token of, and says nothing about what the token was.</summary>
internal sealed class LogoutService(AuthDbContext db, RefreshRotation rotation, SessionService sessions)
{
    public async Task LogoutAsync(
        string? refreshToken, SignedInSession? bearer, bool all, Actor actor, CancellationToken cancellationToken)
    {
        var token = await rotation.GenuineAsync(refreshToken, cancellationToken);
        if (all)
        {
            await EndAllAsync(token, bearer, actor, cancellationToken);
            return;
        }

        var entry = new AuditEntry(AuditEvent.SignedOut, AuditOutcome.Success, actor);
        foreach (var sessionId in SessionsOf(token, bearer))
        {
            await sessions.EndAsync(sessionId, owner: null, RevocationReason.SignedOut, entry, cancellationToken);
        }
    }

    private async Task EndAllAsync(RefreshToken? token, SignedInSession? bearer, Actor actor, CancellationToken cancellationToken)
    {
        var owners = new HashSet<Guid>();
        if (bearer is not null)
        {
            owners.Add(bearer.UserId);
        }

        if (token is not null && await OwnerOfUsableAsync(token, cancellationToken) is { } owner)
        {
            owners.Add(owner);
        }

        var entry = new AuditEntry(AuditEvent.SignedOut, AuditOutcome.Success, actor) { Reason = "all_sessions" };
        foreach (var userId in owners)
        {
            await sessions.EndAllOfUserAsync(userId, except: null, RevocationReason.SignedOut, entry, cancellationToken);
        }

        // A token too old to speak for the user still ends the session that it came from.
        if (token is not null)
        {
            await sessions.EndAsync(
                token.SessionId, owner: null, RevocationReason.SignedOut, entry with { Reason = null }, cancellationToken);
        }
    }

    /// <summary>Only the live token of a live session, or its immediate predecessor, may end the user's other sessions.</summary>
    private async Task<Guid?> OwnerOfUsableAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        var hash = token.Hash();
        var owners = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT user_id AS "Value" FROM sessions
            WHERE id = {token.SessionId} AND revoked_at IS NULL AND expires_at > clock_timestamp()
                AND (token_hash = {hash} OR previous_token_hash = {hash})
            """).ToListAsync(cancellationToken);
        return owners.Count == 0 ? null : owners[0];
    }

    private static HashSet<Guid> SessionsOf(RefreshToken? token, SignedInSession? bearer)
    {
        var ids = new HashSet<Guid>();
        if (token is not null)
        {
            ids.Add(token.SessionId);
        }

        if (bearer is not null)
        {
            ids.Add(bearer.SessionId);
        }

        return ids;
    }
}
