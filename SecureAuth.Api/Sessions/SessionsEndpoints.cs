using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Documentation;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
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
    [Field(Example = Examples.UserId)] Guid Id,
    bool Current,
    [Field(Example = "Laptop at home", MaxLength = FieldLimits.DeviceName)] string? DeviceName,
    string? UserAgent,
    [Field(Example = "203.0.113.7")] string? Ip,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime LastUsedAt,
    [Field(Example = Examples.Time)] DateTime ExpiresAt,
    [Field(Example = new[] { "pwd", "otp", "mfa" })] IReadOnlyList<string> Amr) : Confidential;

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
        ClaimsPrincipal user, SessionService sessions, ClientDisconnect disconnected)
    {
        var current = user.SessionId();
        var live = await sessions.ListAsync(user.UserId(), disconnected.Token);
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
        if (await sessions.BelongsToAnotherUserAsync(id, user.UserId()))
        {
            refusals.Record(context, AuthorizationRefusal.ForeignSession, user.UserId(), user.SessionId());
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
        await sessions.EndAllForUserAsync(user.UserId(), except: user.SessionId(), RevocationReason.RevokedByUser, entry);
        return TypedResults.NoContent();
    }

    private static SessionResponse ToResponse(Session session, Guid current) => new(
        session.Id, session.Id == current, session.DeviceName, session.UserAgent, session.Address?.ToString(),
        session.CreatedAt.UtcDateTime, session.LastUsedAt.UtcDateTime, session.ExpiresAt.UtcDateTime,
        session.AuthenticationMethods);
}
