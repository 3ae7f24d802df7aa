using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Ends the sessions for which the client presents a token. The result does not reveal whether a token was valid.
/// </summary>
internal sealed class LogoutService(RefreshRotation rotation, SessionService sessions)
{
    public async Task LogoutAsync(string? refreshToken, SignedInSession? bearer, bool all, Actor actor)
    {
        var token = await rotation.VerifyAsync(refreshToken);
        if (all)
        {
            await EndAllAsync(token, bearer, actor);
            return;
        }

        var entry = new AuditEntry(AuditEvent.SignedOut, AuditOutcome.Success, actor);
        foreach (var sessionId in SessionsOf(token, bearer))
        {
            await sessions.EndAsync(sessionId, owner: null, RevocationReason.SignedOut, entry);
        }
    }

    private async Task EndAllAsync(RefreshToken? token, SignedInSession? bearer, Actor actor)
    {
        var owners = new HashSet<Guid>();
        if (bearer is not null)
        {
            owners.Add(bearer.UserId);
        }

        if (token is not null && await rotation.FindOwnerAsync(token) is { } owner)
        {
            owners.Add(owner);
        }

        var entry = new AuditEntry(AuditEvent.SignedOut, AuditOutcome.Success, actor) { Reason = AuditReason.AllSessions };
        foreach (var userId in owners)
        {
            await sessions.EndAllForUserAsync(userId, except: null, RevocationReason.SignedOut, entry);
        }

        // A token that is too old to act for its user still ends its own session.
        if (token is not null)
        {
            await sessions.EndAsync(token.SessionId, owner: null, RevocationReason.SignedOut, entry with { Reason = null });
        }
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
