using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Sessions;

/// <param name="Id">The <c>sid</c> of its tokens.</param>
/// <param name="Current">Whether this call was made in it.</param>
/// <param name="DeviceName">As the client named itself at sign-in.</param>
/// <param name="UserAgent">As the client sent it at sign-in.</param>
/// <param name="Ip">From where the user signed in.</param>
/// <param name="CreatedAt">The sign-in.</param>
/// <param name="LastUsedAt">The last refresh.</param>
/// <param name="ExpiresAt">When it ends if it is not refreshed.</param>
/// <param name="Amr">How the user signed in (RFC 8176).</param>
internal sealed record SessionResponse(
    Guid Id,
    bool Current,
    string? DeviceName,
    string? UserAgent,
    string? Ip,
    DateTime CreatedAt,
    DateTime LastUsedAt,
    DateTime ExpiresAt,
    IReadOnlyList<string> Amr) : Confidential;

/// <param name="Sessions">The last used first.</param>
internal sealed record SessionsResponse(IReadOnlyList<SessionResponse> Sessions) : Confidential;

internal static class SessionsEndpoints
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/users/me/sessions").WithTags("Sessions").RequireAuthorization();

        group.MapGet("", ListAsync).WithName("listSessions").WithSummary("Where the user is signed in");
        group.MapDelete("/{id:guid}", EndAsync)
            .WithName("endSession")
            .WithProblems(ErrorCode.NotFound)
            .WithSummary("End one session");
        group.MapDelete("", EndOthersAsync).WithName("endOtherSessions").WithSummary("End every session but this one");
    }

    private static async Task<Ok<SessionsResponse>> ListAsync(
        ClaimsPrincipal user, SessionService sessions, ClientHangUp hangUp)
    {
        var current = user.SessionId();
        var live = await sessions.ListAsync(user.UserId(), hangUp.Token);
        return TypedResults.Ok(new SessionsResponse([.. live.Select(s => ToResponse(s, current))]));
    }

    private static async Task<Results<NoContent, ProblemResult>> EndAsync(
        Guid id,
        ClaimsPrincipal user,
        HttpContext context,
        SessionService sessions,
        AuthorizationRefusals refusals)
    {
        var entry = new AuditEntry(AuditEvent.SessionRevoked, AuditOutcome.Success, context.ToActor()) { Reason = AuditReason.ByUser };
        if (await sessions.EndAsync(id, user.UserId(), RevocationReason.RevokedByUser, entry))
        {
            return TypedResults.NoContent();
        }

        // The answer is the same for a session that never was.
        if (await sessions.IsOfAnotherUserAsync(id, user.UserId()))
        {
            refusals.Saw(context, AuthorizationRefusal.ForeignSession, user.UserId(), user.SessionId());
        }

        return Problem.Of(ErrorCode.NotFound);
    }

    private static async Task<NoContent> EndOthersAsync(
        ClaimsPrincipal user, HttpContext context, SessionService sessions)
    {
        var entry = new AuditEntry(AuditEvent.UserSessionsRevoked, AuditOutcome.Success, context.ToActor())
        {
            SessionId = user.SessionId(),
            Reason = AuditReason.OthersByUser,
        };
        await sessions.EndAllOfUserAsync(user.UserId(), except: user.SessionId(), RevocationReason.RevokedByUser, entry);
        return TypedResults.NoContent();
    }

    private static SessionResponse ToResponse(Session session, Guid current) => new(
        session.Id, session.Id == current, session.DeviceName, session.UserAgent, session.Address?.ToString(),
        session.CreatedAt.UtcDateTime, session.LastUsedAt.UtcDateTime, session.ExpiresAt.UtcDateTime,
        session.AuthenticationMethods);
}
